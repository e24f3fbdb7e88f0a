import { describe, expect, it } from "vitest";
import { emptyModel } from "../../../src/session/state/model.ts";
import { entry, execute } from "./decide-and-fold.ts";

describe("a manifest", () => {
	it("is refused when the session would hold too many files", () => {
		const model = emptyModel("epoch");
		const entries = Array.from({ length: 10_000 }, (_, index) => entry(`${index}.jpg`));
		for (let round = 0; round < 5; round++) {
			expect(execute(model, { type: "announce", key: `drop-${round}`, entries, hash: "h" })).toHaveLength(
				10_000,
			);
		}
		expect(execute(model, { type: "announce", key: "one more", entries: [entry("x")], hash: "h" })).toEqual([
			"too-large",
		]);
	});
});
