/** A digest in lower-case hex. */
export function hexOf(digest: ArrayBuffer): string {
	return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
