/** SHA-256 of bytes as lower-case hex; `undefined` if it cannot be computed. */
export type FileHash = (bytes: Blob) => Promise<string | undefined>;

/** Uses Web Crypto, which hashes off the main thread and exists in secure contexts only. */
export function createFileHash(subtle: SubtleCrypto | undefined): FileHash {
	return async (bytes) => {
		try {
			const digest = await subtle?.digest("SHA-256", await bytes.arrayBuffer());
			if (digest === undefined) return undefined;
			return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
		} catch {
			// An unreadable file fails with a reason when it is sent.
			return undefined;
		}
	};
}
