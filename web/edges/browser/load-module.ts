import { backoff } from "../../../client/http/backoff.ts";
import { type Clock, pause } from "../../../client/http/clock.ts";

/** Longest pause between two tries, in milliseconds: a person may have dropped something meanwhile. */
const LONGEST_PAUSE_MS = 5_000;

/** Chromium names the address that it could not load. */
const ADDRESS = /https?:\/\/\S+/;

/** How a module is loaded. */
export interface LateModule<Module> {
	load(): Promise<Module>;
	loadFrom(address: string): Promise<Module>;
	/** It could not be loaded; it is tried again. */
	failed(): void;
}

/**
 * Loads a module as often as it takes. In Chromium one that could not be loaded once cannot be loaded under its address ever
 * again (https://github.com/whatwg/html/issues/6768), so that it is asked for under another one.
 */
export async function loadLate<Module>(
	{ load, loadFrom, failed }: LateModule<Module>,
	clock: Clock,
): Promise<Module> {
	let address: string | undefined;
	for (let failures = 1; ; failures++) {
		try {
			return await (address === undefined ? load() : loadFrom(`${address}?${failures}`));
		} catch (error) {
			failed();
			address ??= ADDRESS.exec(String(error))?.[0];
			await pause(clock, backoff(clock, failures, { longest: LONGEST_PAUSE_MS }));
		}
	}
}
