import { backoff, type Clock, delay } from "../../../client/http.ts";

/** Longest pause between two attempts, in milliseconds: a person may have dropped files meanwhile. */
const MAX_PAUSE_MS = 5_000;

/** Chromium puts the URL that failed into the error message. */
const URL_PATTERN = /https?:\/\/\S+/;

/** How to load a module. */
export interface LazyModule<Module> {
	load(): Promise<Module>;
	loadFrom(url: string): Promise<Module>;
	/** An attempt failed; another one follows. */
	onFailure(): void;
}

/**
 * Loads a module, retrying until it succeeds. Chromium never retries a failed module under the same URL
 * (https://github.com/whatwg/html/issues/6768), so each further attempt appends a query to the URL.
 */
export async function loadModule<Module>(
	{ load, loadFrom, onFailure }: LazyModule<Module>,
	clock: Clock,
): Promise<Module> {
	let url: string | undefined;
	for (let failures = 1; ; failures++) {
		try {
			return await (url === undefined ? load() : loadFrom(`${url}?${failures}`));
		} catch (error) {
			onFailure();
			url ??= URL_PATTERN.exec(String(error))?.[0];
			await delay(clock, backoff(clock, failures, { longest: MAX_PAUSE_MS }));
		}
	}
}
