import { describe, expect, test } from "vitest";
import { allowedOrigins, checkOrigin, type RequestOrigin } from "../../../src/routes/auth/origin.ts";

const OWN: RequestOrigin = {
	url: "https://darkroom.example/api/session",
	host: "darkroom.example",
	origin: null,
	site: null,
	allowed: ["https://friend.example"],
};
const from = (more: Partial<RequestOrigin>) => checkOrigin({ ...OWN, ...more })?.code;

describe("accepts a request from", () => {
	test.for([
		["a program, which sends neither header", {}],
		["our own page", { origin: "https://darkroom.example", site: "same-origin" }],
		[
			"our own page behind a proxy that terminates TLS",
			{ url: "http://darkroom.example/", origin: "https://darkroom.example" },
		],
		["a user who typed the address", { site: "none" }],
		["an allowed page", { origin: "https://friend.example", site: "cross-site" }],
	] as const)("%s", ([, more]) => {
		expect(from(more)).toBeUndefined();
	});
});

describe("refuses a request from", () => {
	test.for([
		["another site", { origin: "https://evil.example" }],
		["a site with a similar name", { origin: "https://darkroom.example.evil.example" }],
		["another port", { origin: "https://darkroom.example:8443" }],
		["a subdomain", { origin: "https://a.darkroom.example" }],
		["a sandboxed frame or a file", { origin: "null" }],
		["a malformed origin", { origin: "darkroom.example" }],
		["an empty origin", { origin: "" }],
		["another site's page without an Origin header", { site: "cross-site" }],
		["a same-site page without an Origin header", { site: "same-site" }],
		["an allowed origin's subdomain", { origin: "https://a.friend.example" }],
	] as const)("%s", ([, more]) => {
		expect(from(more)).toBe("forbidden");
	});
});

test("the list of allowed origins may have spaces, trailing slashes and empty entries", () => {
	expect(allowedOrigins("")).toEqual([]);
	expect(allowedOrigins(" , ")).toEqual([]);
	expect(allowedOrigins("https://a.example/, https://b.example")).toEqual([
		"https://a.example",
		"https://b.example",
	]);
});
