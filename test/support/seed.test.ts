import { expect, test } from "vitest";
import { chance, property } from "./seed.ts";

test("the same seed gives the same run", () => {
	const [one, two] = [chance(7), chance(7)];
	expect(Array.from({ length: 5 }, () => one.next())).toEqual(Array.from({ length: 5 }, () => two.next()));
});

test("a failing property names the seed that replays it", async () => {
	const seen: number[] = [];
	const failing = property(
		10,
		({ seed }) => {
			seen.push(seed);
			if (seen.length === 3) throw new Error("odd");
		},
		100,
	);
	await expect(failing).rejects.toThrow(/Run 3 of 10 failed\. Replay it with SEED=102\.[\s\S]*odd/);
});
