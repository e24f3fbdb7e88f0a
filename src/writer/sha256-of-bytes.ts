import { hexOf } from "./hex.ts";

/** The SHA-256 of bytes that are all here, in hex. */
export async function sha256OfBytes(bytes: Uint8Array): Promise<string> {
	return hexOf(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
}
