import { expect, test } from "vitest";
import { DueTimes } from "../../../src/session/state/due-times.ts";

test("finds what is due first and last", () => {
	const times = new DueTimes();
	expect([times.first(), times.last()]).toEqual([undefined, undefined]);
	for (const [n, at] of [
		[3, 50],
		[1, 20],
		[2, 90],
		[4, 20],
	] as const)
		times.set(n, at);
	expect([times.first(), times.last()]).toEqual([
		{ n: 1, at: 20 },
		{ n: 2, at: 90 },
	]);
	times.set(1, 100);
	times.delete(2);
	times.delete(7);
	expect([times.first(), times.last()]).toEqual([
		{ n: 4, at: 20 },
		{ n: 1, at: 100 },
	]);
	expect([...times].map(({ n }) => n)).toEqual([4, 3, 1]);
});
