import { hexOf } from "../../writer/hex.ts";

/** What a caller shows: the id that the platform minted, and the token that only the caller has. */
export interface Credential {
	readonly id: string;
	readonly token: string;
	/** How it came. What rides a cookie is sent by the browser unasked, so its origin is checked. */
	readonly by: "bearer" | "cookie" | "ticket";
}

/** An id of the platform is 64 hex digits; a token is 256 random bits in base64url. */
const CREDENTIAL = /^([0-9a-f]{64})\.([A-Za-z0-9_-]{43})$/;

/** How long a browser keeps the cookie: a year. The session itself goes earlier, by its retention. */
const COOKIE_SECONDS = 365 * 24 * 3600;

/** `__Host-` binds the cookie to this very host; browsers take it on https only. */
function cookieName(secure: boolean): string {
	return secure ? "__Host-darkroom" : "darkroom";
}

/** Reads `<id>.<token>`; `undefined` when the text is none. */
export function parseCredential(text: string, by: Credential["by"]): Credential | undefined {
	const found = CREDENTIAL.exec(text);
	return found?.[1] && found[2] ? { id: found[1], token: found[2], by } : undefined;
}

function cookieValue(header: string, name: string): string | undefined {
	for (const pair of header.split(";")) {
		const [key, value] = pair.trim().split("=", 2);
		if (key === name) return value;
	}
	return undefined;
}

/**
 * Reads the credential of a request. A Bearer header counts before a cookie, and a Bearer that cannot be read is no
 * credential at all: a program that shows one means it.
 */
export function readCredential(request: Request): Credential | undefined {
	const authorization = request.headers.get("authorization");
	const bearer = authorization === null ? undefined : /^Bearer +(.+)$/i.exec(authorization)?.[1];
	if (bearer !== undefined) return parseCredential(bearer.trim(), "bearer");
	const secure = new URL(request.url).protocol === "https:";
	const cookie = cookieValue(request.headers.get("cookie") ?? "", cookieName(secure));
	return cookie === undefined ? undefined : parseCredential(cookie, "cookie");
}

/** The `Set-Cookie` that gives a browser its credential, or takes it away when there is none. */
export function credentialCookie(url: string, value: { id: string; token: string } | undefined): string {
	const secure = new URL(url).protocol === "https:";
	const content = value ? `${value.id}.${value.token}` : "";
	const age = value ? COOKIE_SECONDS : 0;
	return `${cookieName(secure)}=${content}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}`;
}

/** A fresh token: 256 random bits in base64url. */
export function mintToken(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(32));
	return btoa(String.fromCharCode(...bytes))
		.replaceAll("+", "-")
		.replaceAll("/", "_")
		.replaceAll("=", "");
}

/** The SHA-256 of a text in hex: what the actor keeps of a token, and what tells two manifests apart. */
export async function sha256Hex(text: string): Promise<string> {
	return hexOf(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
