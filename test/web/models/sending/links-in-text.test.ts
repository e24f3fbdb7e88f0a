import { describe, expect, it } from "vitest";
import { linksInText } from "../../../../web/models/sending/links-in-text.ts";

describe("the links in a text", () => {
	it.each([
		["https://example.com/a", ["https://example.com/a"]],
		["  http://a.example/1\n\nhttps://b.example/2 ", ["http://a.example/1", "https://b.example/2"]],
		["- <https://a.example/>,\n* (https://b.example/x);", ["https://a.example/", "https://b.example/x"]],
		["example.com/film.mp4", ["https://example.com/film.mp4"]],
		["https://a.example https://a.example", ["https://a.example"]],
		["HTTPS://A.EXAMPLE/x", ["HTTPS://A.EXAMPLE/x"]],
	])("%j", (text, links) => {
		expect(linksInText(text)).toEqual({ links, others: [] });
	});

	it.each(["ftp://a.example/x", "report.pdf", "file.mp4/", "hello", "https://", "javascript:alert(1)"])(
		"are not %s",
		(text) => expect(linksInText(text).links).toEqual([]),
	);
});
