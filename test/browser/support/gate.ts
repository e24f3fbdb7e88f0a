import type { Page, Route } from "playwright-core";

const FORMS = "**/api/batches/*/files";

/** A gate on the way of a page's forms. */
export interface Gate {
	/** Forms that wait before it. */
	readonly held: number;
	/** Lets everything through, from now on too. */
	release(): Promise<void>;
}

/** Lets so many forms through and holds the others, so that a test can act in the middle. */
export async function holdFormsAfter(page: Page, count: number): Promise<Gate> {
	let passed = 0;
	let held: Route[] = [];
	const gate = async (route: Route) => {
		if (passed++ < count) await route.continue();
		else held.push(route);
	};
	await page.route(FORMS, gate);
	return {
		get held() {
			return held.length;
		},
		async release() {
			await page.unroute(FORMS, gate);
			const waiting = held;
			held = [];
			await Promise.all(waiting.map((route) => route.continue().catch(() => {})));
		},
	};
}
