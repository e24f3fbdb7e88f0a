import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";

/** The algorithms of `Upload-Checksum` and the bytes of what each gives. sha1 is the one that a server must have. */
const DIGEST_BYTES = { sha1: 20, sha256: 32, md5: 16, crc32: 4 } as const;

type Algorithm = keyof typeof DIGEST_BYTES;

/** As `Tus-Checksum-Algorithm` lists them. */
export const CHECKSUM_ALGORITHMS = Object.keys(DIGEST_BYTES) as readonly Algorithm[];

/** What a body must come to. */
export interface ExpectedChecksum {
	readonly algorithm: Algorithm;
	readonly digest: Uint8Array;
}

/** Bytes out of base64; `undefined` when it is none. */
function decode(text: string): Uint8Array | undefined {
	try {
		return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
	} catch {
		return undefined;
	}
}

/** Reads `Upload-Checksum`: the algorithm, one space, the base64 of the digest. `null` when it was not sent. */
export function readChecksum(header: string | null): Result<ExpectedChecksum | null, Problem> {
	if (header === null) return ok(null);
	const [name = "", text = ""] = header.trim().split(/ +/, 2);
	const algorithm = CHECKSUM_ALGORITHMS.find((known) => known === name.toLowerCase());
	const digest = decode(text);
	if (algorithm && digest?.byteLength === DIGEST_BYTES[algorithm]) return ok({ algorithm, digest });
	const detail = `Upload-Checksum is one of ${CHECKSUM_ALGORITHMS.join(", ")}, a space, and the base64 of the digest.`;
	return refuse(problem("malformed", detail));
}
