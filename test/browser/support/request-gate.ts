import type { Page, Route } from "playwright-core";

const FORMS = "**/api/batches/*/files";

/** Holds back some of a page's requests. */
export interface RequestGate {
	/** Number of requests held back. */
	readonly held: number;
	/** Lets all requests through, later ones too. */
	release(): Promise<void>;
}

/** Fails if the page has aborted the request meanwhile, or is gone. */
async function pass(route: Route): Promise<void> {
	await route.continue().catch(() => {});
}

/**
 * Lets `count` requests whose URL matches through and holds the rest. The handler stays when the gate is released: without
 * any handler Playwright disables interception, and Chromium then drops each request of the page whose cookies it is
 * just looking up, matching or not. Such a request never gets an answer (`InterceptionJob::NotifyClientWithCookies` in
 * Chromium's `devtools_url_loader_interceptor.cc`). For the same reason no test may call `page.unroute`.
 */
export async function holdRequestsAfter(page: Page, url: string, count: number): Promise<RequestGate> {
	let passed = 0;
	let isReleased = false;
	const held: Route[] = [];
	await page.route(url, async (route) => {
		if (isReleased || passed++ < count) await pass(route);
		else held.push(route);
	});
	return {
		get held() {
			return held.length;
		},
		async release() {
			isReleased = true;
			await Promise.all(held.splice(0).map(pass));
		},
	};
}

/** Lets `count` upload forms through and holds the rest, so that a test can act in the middle of a batch. */
export function holdFormsAfter(page: Page, count: number): Promise<RequestGate> {
	return holdRequestsAfter(page, FORMS, count);
}
