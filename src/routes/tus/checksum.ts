import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";

/** Checksum algorithms and their digest lengths in bytes. tus 1.0.0, Checksum: the Server MUST support at least the SHA1 checksum algorithm. */
const DIGEST_BYTES = { sha1: 20, sha256: 32, md5: 16, crc32: 4 } as const;

type Algorithm = keyof typeof DIGEST_BYTES;

/** The value of `Tus-Checksum-Algorithm`, in this order. */
export const CHECKSUM_ALGORITHMS = Object.keys(DIGEST_BYTES) as readonly Algorithm[];

/** The checksum a body must have. */
export interface ExpectedChecksum {
	readonly algorithm: Algorithm;
	readonly digest: Uint8Array;
}

/** `undefined` when the text is not base64. */
function decodeBase64(text: string): Uint8Array | undefined {
	try {
		return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
	} catch {
		return undefined;
	}
}

/**
 * Reads `Upload-Checksum`; `null` when absent. tus 1.0.0, Checksum: the header MUST consist of the name of the used checksum
 * algorithm and the Base64 encoded checksum separated by a space; 400 Bad Request if the algorithm is not supported.
 */
export function readChecksum(header: string | null): Result<ExpectedChecksum | null, Problem> {
	if (header === null) return ok(null);
	const [name = "", text = ""] = header.trim().split(/ +/, 2);
	const algorithm = CHECKSUM_ALGORITHMS.find((known) => known === name.toLowerCase());
	const digest = decodeBase64(text);
	if (algorithm && digest?.byteLength === DIGEST_BYTES[algorithm]) return ok({ algorithm, digest });
	const detail = `Upload-Checksum must be one of ${CHECKSUM_ALGORITHMS.join(", ")}, a space, and the digest in base64.`;
	return refuse(problem("malformed", detail));
}
