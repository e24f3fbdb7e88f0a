/** On every response with uploaded content: browsers may save it or show it as an image, but never run it as a page of our origin. */
export const UNTRUSTED_CONTENT_HEADERS = {
	"x-content-type-options": "nosniff",
	"content-security-policy": "sandbox; default-src 'none'",
	"cross-origin-resource-policy": "same-origin",
	"referrer-policy": "no-referrer",
} as const;

/**
 * `Content-Disposition: attachment` with both forms of the name (RFC 6266 §4.3): `filename` in ASCII for old clients, and
 * `filename*` in UTF-8 with percent-encoding (RFC 8187), which all others prefer.
 */
export function attachment(name: string): string {
	const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
	const escaped = encodeURIComponent(name.toWellFormed()).replace(
		/['()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	return `attachment; filename="${ascii}"; filename*=UTF-8''${escaped}`;
}
