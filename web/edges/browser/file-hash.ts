/** SHA-256 of bytes in lower-case hex; `undefined` where it cannot be told. */
export type FileHash = (bytes: Blob) => Promise<string | undefined>;

/** Over the browser's own SHA-256, which works beside the main thread. Only secure origins have it. */
export function createFileHash(subtle: SubtleCrypto | undefined): FileHash {
	return async (bytes) => {
		try {
			const digest = await subtle?.digest("SHA-256", await bytes.arrayBuffer());
			if (digest === undefined) return undefined;
			return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
		} catch {
			// Unreadable: sending it will say so.
			return undefined;
		}
	};
}
