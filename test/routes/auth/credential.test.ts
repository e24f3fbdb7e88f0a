import { describe, expect, test } from "vitest";
import {
	credentialCookie,
	mintToken,
	readCredential,
	sha256OfText,
} from "../../../src/routes/auth/credential.ts";

const ID = "0123456789abcdef".repeat(4);
const TOKEN = "Ab_-".repeat(10).concat("xyz");
const VALUE = `${ID}.${TOKEN}`;
const read = (headers: Record<string, string>, url = "http://localhost/") =>
	readCredential(new Request(url, { headers }));

describe("reads a credential", () => {
	test.for([
		["from a Bearer token", { authorization: `Bearer ${VALUE}` }, "bearer"],
		["from a Bearer token with a lower-case scheme", { authorization: `bearer   ${VALUE}` }, "bearer"],
		["from the cookie", { cookie: `darkroom=${VALUE}` }, "cookie"],
		["from the cookie among others", { cookie: `a=b; darkroom=${VALUE}; c` }, "cookie"],
		[
			"from the Bearer token rather than the cookie",
			{ authorization: `Bearer ${VALUE}`, cookie: "darkroom=x" },
			"bearer",
		],
		[
			"from the cookie when the header has another scheme",
			{ authorization: "Basic eDp5", cookie: `darkroom=${VALUE}` },
			"cookie",
		],
	] as const)("%s", ([, headers, by]) => {
		expect(read(headers)).toEqual({ id: ID, token: TOKEN, by });
	});

	test("only from the __Host- cookie on https", () => {
		expect(read({ cookie: `__Host-darkroom=${VALUE}` }, "https://a.example/")).toMatchObject({
			by: "cookie",
		});
		expect(read({ cookie: `darkroom=${VALUE}` }, "https://a.example/")).toBeUndefined();
	});
});

describe("reads no credential", () => {
	test.for([
		["from a request without any", {}],
		[
			"from a malformed Bearer token, even with a valid cookie",
			{ authorization: "Bearer x", cookie: `darkroom=${VALUE}` },
		],
		["from an id with a slash", { authorization: `Bearer ../${ID.slice(3)}.${TOKEN}` }],
		["from an upper-case id", { authorization: `Bearer ${ID.toUpperCase()}.${TOKEN}` }],
		["from a token that is too short", { authorization: `Bearer ${ID}.${TOKEN.slice(1)}` }],
		["from a token that is too long", { authorization: `Bearer ${VALUE}x` }],
		["from a cookie with another name", { cookie: `xdarkroom=${VALUE}` }],
		["from a cookie with trailing text", { cookie: `darkroom=${VALUE} x` }],
	] as const)("%s", ([, headers]) => {
		expect(read(headers)).toBeUndefined();
	});
});

test("the cookie is HttpOnly and SameSite=Strict, and on https bound to its host", () => {
	const credential = { id: ID, token: TOKEN };
	expect(credentialCookie("http://localhost:8787/x", credential)).toBe(
		`darkroom=${VALUE}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict`,
	);
	expect(credentialCookie("https://a.example/x", credential)).toBe(
		`__Host-darkroom=${VALUE}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict; Secure`,
	);
	expect(credentialCookie("http://localhost/", undefined)).toContain("darkroom=; Path=/; Max-Age=0;");
});

test("tokens are unique and well-formed", () => {
	const tokens = Array.from({ length: 100 }, mintToken);
	expect(new Set(tokens).size).toBe(100);
	for (const token of tokens) expect(read({ authorization: `Bearer ${ID}.${token}` })?.token).toBe(token);
});

test("hashes text with SHA-256", async () => {
	expect(await sha256OfText("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
