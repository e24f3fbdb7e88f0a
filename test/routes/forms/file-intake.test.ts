import { expect, test } from "vitest";
import { problem } from "../../../src/protocol/problem.ts";
import { ok, refuse } from "../../../src/protocol/result.ts";
import { FileIntake, type IntakeTarget, type StoreResult } from "../../../src/routes/forms/file-intake.ts";

/** Sends one file through an intake whose session answers as `store` says. Returns its result, and the objects left in storage. */
async function sendOne(store: () => Promise<unknown>) {
	const objects = new Set<string>();
	const target = {
		tokenHash: "hash",
		session: { store },
		blobs: {
			putBytes: async (object: string) => void objects.add(object),
			remove: async (names: readonly string[]) => names.forEach((name) => void objects.delete(name)),
		},
	};
	const intake = new FileIntake(target as unknown as IntakeTarget, () => {});
	const results: StoreResult[] = [];
	await intake.put(new Uint8Array([1]), { file: 1 }, (result) => results.push(result));
	await intake.finish();
	return { results, objects: objects.size };
}

test("an object that the session refuses is removed", async () => {
	const refused = refuse(problem("too-large", "The session is full."));
	const { results, objects } = await sendOne(async () => ok({ results: [refused], cursor: "1" }));
	expect([results, objects]).toEqual([[refused], 0]);
});

test("an object is kept where the call to the session broke off: the session may have recorded it", async () => {
	const { results, objects } = await sendOne(() => Promise.reject(new Error("Network connection lost.")));
	expect(results).toMatchObject([{ ok: false, problem: { code: "unavailable" } }]);
	expect(objects).toBe(1);
});
