import { setTimeout as pause } from "node:timers/promises";

/**
 * Polls until the result is neither `undefined` nor `false`. Only for conditions that have no event, such as a process
 * that has exited; await the event where there is one.
 */
export async function waitUntil<Value>(
	what: string,
	probe: () => Value | Promise<Value>,
	{ within = 60_000, every = 20 } = {},
): Promise<Exclude<Value, undefined | false>> {
	const deadline = performance.now() + within;
	for (;;) {
		const value = await probe();
		if (value !== undefined && value !== false) return value as Exclude<Value, undefined | false>;
		if (performance.now() > deadline) throw new Error(`Not within ${within} ms: ${what}.`);
		await pause(every);
	}
}
