import { newUpload, type ResumableUpload } from "../../../src/session/rules/upload-rules.ts";

/** An upload of nine bytes, none of which have arrived. */
export function freshUpload(n: number, now = 0): ResumableUpload {
	const to = { key: "drop", entry: { name: "a", size: 9 } };
	return newUpload(
		n,
		{ to, length: 9, metadata: "", object: `o${n}`, concat: null, writer: null },
		false,
		now,
	);
}
