import { describe, expect, test } from "vitest";
import { allowedOrigins, checkOrigin, type Provenance } from "../../../src/routes/auth/origin.ts";

const OWN: Provenance = {
	url: "https://darkroom.example/api/session",
	host: "darkroom.example",
	origin: null,
	site: null,
	allowed: ["https://friend.example"],
};
const from = (more: Partial<Provenance>) => checkOrigin({ ...OWN, ...more })?.code;

describe("what may change something in the name of a browser", () => {
	test.for([
		["a program, which says nothing", {}],
		["our own page", { origin: "https://darkroom.example", site: "same-origin" }],
		[
			"our own page behind a proxy that ends TLS",
			{ url: "http://darkroom.example/", origin: "https://darkroom.example" },
		],
		["a person who typed the address", { site: "none" }],
		["an allowed page", { origin: "https://friend.example", site: "cross-site" }],
	] as const)("%s", ([, more]) => {
		expect(from(more)).toBeUndefined();
	});
});

describe("what may not", () => {
	test.for([
		["another site", { origin: "https://evil.example" }],
		["another site that looks like ours", { origin: "https://darkroom.example.evil.example" }],
		["another port", { origin: "https://darkroom.example:8443" }],
		["a subdomain", { origin: "https://a.darkroom.example" }],
		["a sandboxed frame or a file", { origin: "null" }],
		["an origin that is none", { origin: "darkroom.example" }],
		["an empty origin", { origin: "" }],
		["another site's page that hides its origin", { site: "cross-site" }],
		["a sister site's page that hides its origin", { site: "same-site" }],
		["an allowed origin's subdomain", { origin: "https://a.friend.example" }],
	] as const)("%s", ([, more]) => {
		expect(from(more)).toBe("forbidden");
	});
});

test("the list of allowed origins forgives spaces, slashes and nothing at all", () => {
	expect(allowedOrigins("")).toEqual([]);
	expect(allowedOrigins(" , ")).toEqual([]);
	expect(allowedOrigins("https://a.example/, https://b.example")).toEqual([
		"https://a.example",
		"https://b.example",
	]);
});
