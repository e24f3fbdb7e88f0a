import type { Page, Route } from "playwright-core";

const FORMS = "**/api/batches/*/files";

/** Holds back a page's upload requests. */
export interface RequestGate {
	/** Number of requests held back. */
	readonly held: number;
	/** Lets all requests through, later ones too. */
	release(): Promise<void>;
}

/** Lets `count` upload forms through and holds the rest, so that a test can act in the middle of a batch. */
export async function holdFormsAfter(page: Page, count: number): Promise<RequestGate> {
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
