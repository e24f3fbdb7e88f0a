import { sha256OfBytes } from "../../writer/sha256-of-bytes.ts";

/** `<id>.<token>`: the session's Durable Object id, and the secret token of its owner or of a share. */
export interface RequestCredential {
	readonly id: string;
	readonly token: string;
	/** How it was sent. Browsers attach cookies by themselves, so a cookie's requests need an origin check. */
	readonly by: "bearer" | "cookie" | "ticket";
}

/** A Durable Object id is 64 hex digits; a token is 256 random bits in base64url. */
const CREDENTIAL = /^([0-9a-f]{64})\.([A-Za-z0-9_-]{43})$/;

/** `Max-Age` of the cookie: a year. The session itself expires earlier, by its retention. */
const COOKIE_SECONDS = 365 * 24 * 3600;

/** `__Host-` binds the cookie to this host, without subdomains; it needs `Secure` and `Path=/` (RFC 6265bis §4.1.3.2). */
function cookieName(secure: boolean): string {
	return secure ? "__Host-darkroom" : "darkroom";
}

/** Parses `<id>.<token>`; `undefined` when malformed. */
export function parseCredential(text: string, by: RequestCredential["by"]): RequestCredential | undefined {
	const found = CREDENTIAL.exec(text);
	return found?.[1] && found[2] ? { id: found[1], token: found[2], by } : undefined;
}

/** Finds a cookie in a `Cookie` header: pairs separated by semicolons (RFC 6265 §4.2.1). */
function cookieValue(header: string, name: string): string | undefined {
	for (const pair of header.split(";")) {
		const [key, value] = pair.trim().split("=", 2);
		if (key === name) return value;
	}
	return undefined;
}

/**
 * Reads the credential of a request. A Bearer token (RFC 6750 §2.1) takes precedence over the cookie, and a malformed one
 * is no credential at all: a client that sends one must not be served as somebody else.
 */
export function readCredential(request: Request): RequestCredential | undefined {
	const authorization = request.headers.get("authorization");
	// RFC 9110 §11.1: the scheme is case-insensitive.
	const bearer = authorization === null ? undefined : /^Bearer +(.+)$/i.exec(authorization)?.[1];
	if (bearer !== undefined) return parseCredential(bearer.trim(), "bearer");
	const secure = new URL(request.url).protocol === "https:";
	const cookie = cookieValue(request.headers.get("cookie") ?? "", cookieName(secure));
	return cookie === undefined ? undefined : parseCredential(cookie, "cookie");
}

/** The `Set-Cookie` value that stores a credential; without one, it deletes the cookie (`Max-Age=0`, RFC 6265 §5.2.2). */
export function credentialCookie(url: string, value: { id: string; token: string } | undefined): string {
	const secure = new URL(url).protocol === "https:";
	const content = value ? `${value.id}.${value.token}` : "";
	const age = value ? COOKIE_SECONDS : 0;
	return `${cookieName(secure)}=${content}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}`;
}

/** A new token: 256 random bits in base64url. */
export function mintToken(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(32));
	return btoa(String.fromCharCode(...bytes))
		.replaceAll("+", "-")
		.replaceAll("/", "_")
		.replaceAll("=", "");
}

/** SHA-256 of a text's UTF-8, in hex. The session stores tokens only as this. */
export function sha256OfText(text: string): Promise<string> {
	return sha256OfBytes(new TextEncoder().encode(text));
}
