import { expect, it } from "vitest";
import { createFileHash } from "../../../../web/edges/browser/file-hash.ts";

it("is the SHA-256 of the bytes, if it can be computed", async () => {
	const hash = createFileHash(crypto.subtle);
	const known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
	expect(await hash(new Blob(["abc"]))).toBe(known);
	const unreadable = Object.assign(new Blob([]), { arrayBuffer: () => Promise.reject(new Error("gone")) });
	expect(await hash(unreadable)).toBeUndefined();
	expect(await createFileHash(undefined)(new Blob(["abc"]))).toBeUndefined();
});
