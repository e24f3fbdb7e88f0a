/** What every response with uploaded bytes carries: hostile bytes are saved or shown as a picture, and never run. */
export const HOSTILE_BYTES_HEADERS = {
	"x-content-type-options": "nosniff",
	"content-security-policy": "sandbox; default-src 'none'",
	"cross-origin-resource-policy": "same-origin",
	"referrer-policy": "no-referrer",
} as const;

/**
 * `Content-Disposition` with the name in both forms (RFC 6266 §4.3): plain ASCII for old programs, UTF-8 by percent
 * escapes (RFC 8187) for all others.
 */
export function attachment(name: string): string {
	const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
	const escaped = encodeURIComponent(name.toWellFormed()).replace(
		/['()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	return `attachment; filename="${plain}"; filename*=UTF-8''${escaped}`;
}
