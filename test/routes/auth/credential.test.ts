import { describe, expect, test } from "vitest";
import {
	credentialCookie,
	mintToken,
	readCredential,
	sha256Hex,
} from "../../../src/routes/auth/credential.ts";

const ID = "0123456789abcdef".repeat(4);
const TOKEN = "Ab_-".repeat(10).concat("xyz");
const VALUE = `${ID}.${TOKEN}`;
const read = (headers: Record<string, string>, url = "http://localhost/") =>
	readCredential(new Request(url, { headers }));

describe("a credential is read", () => {
	test.for([
		["of a Bearer", { authorization: `Bearer ${VALUE}` }, "bearer"],
		["of a Bearer in small letters", { authorization: `bearer   ${VALUE}` }, "bearer"],
		["of the cookie", { cookie: `darkroom=${VALUE}` }, "cookie"],
		["of the cookie among others", { cookie: `a=b; darkroom=${VALUE}; c` }, "cookie"],
		["of the Bearer before the cookie", { authorization: `Bearer ${VALUE}`, cookie: "darkroom=x" }, "bearer"],
		[
			"of the cookie beside another scheme",
			{ authorization: "Basic eDp5", cookie: `darkroom=${VALUE}` },
			"cookie",
		],
	] as const)("%s", ([, headers, by]) => {
		expect(read(headers)).toEqual({ id: ID, token: TOKEN, by });
	});

	test("of the cookie that is bound to its host, and no other, on https", () => {
		expect(read({ cookie: `__Host-darkroom=${VALUE}` }, "https://a.example/")).toMatchObject({
			by: "cookie",
		});
		expect(read({ cookie: `darkroom=${VALUE}` }, "https://a.example/")).toBeUndefined();
	});
});

describe("no credential is read", () => {
	test.for([
		["of nothing", {}],
		[
			"of a Bearer that is garbage, whatever the cookie",
			{ authorization: "Bearer x", cookie: `darkroom=${VALUE}` },
		],
		["of an id with a slash", { authorization: `Bearer ../${ID.slice(3)}.${TOKEN}` }],
		["of an id in capitals", { authorization: `Bearer ${ID.toUpperCase()}.${TOKEN}` }],
		["of a short token", { authorization: `Bearer ${ID}.${TOKEN.slice(1)}` }],
		["of a long token", { authorization: `Bearer ${VALUE}x` }],
		["of a cookie of another name", { cookie: `xdarkroom=${VALUE}` }],
		["of a cookie with something behind it", { cookie: `darkroom=${VALUE} x` }],
	] as const)("%s", ([, headers]) => {
		expect(read(headers)).toBeUndefined();
	});
});

test("the cookie is out of reach for scripts and other sites, and on https for other hosts", () => {
	const credential = { id: ID, token: TOKEN };
	expect(credentialCookie("http://localhost:8787/x", credential)).toBe(
		`darkroom=${VALUE}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict`,
	);
	expect(credentialCookie("https://a.example/x", credential)).toBe(
		`__Host-darkroom=${VALUE}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict; Secure`,
	);
	expect(credentialCookie("http://localhost/", undefined)).toContain("darkroom=; Path=/; Max-Age=0;");
});

test("a token is new each time and can be read back", () => {
	const tokens = Array.from({ length: 100 }, mintToken);
	expect(new Set(tokens).size).toBe(100);
	for (const token of tokens) expect(read({ authorization: `Bearer ${ID}.${token}` })?.token).toBe(token);
});

test("a text's SHA-256 is the standard's", async () => {
	expect(await sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
