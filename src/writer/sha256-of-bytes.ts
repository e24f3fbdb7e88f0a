/** SHA-256 of a buffer, in lower-case hex. */
export async function sha256OfBytes(bytes: Uint8Array): Promise<string> {
	const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
	return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
