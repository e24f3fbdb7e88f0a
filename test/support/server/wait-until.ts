import { setTimeout as pause } from "node:timers/promises";

/**
 * Asks again and again until the answer is neither `undefined` nor `false`. Only for what tells nobody when it
 * happens, such as a process that is gone; whatever has an event is awaited by its event.
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
