import { expect, test } from "vitest";
import { attachment } from "../../../src/routes/files/attachment.ts";

test.for([
	["plain.jpg", "attachment; filename=\"plain.jpg\"; filename*=UTF-8''plain.jpg"],
	["a b.jpg", "attachment; filename=\"a b.jpg\"; filename*=UTF-8''a%20b.jpg"],
	["é.jpg", "attachment; filename=\"_.jpg\"; filename*=UTF-8''%C3%A9.jpg"],
	['a"b\\c.jpg', "attachment; filename=\"a_b_c.jpg\"; filename*=UTF-8''a%22b%5Cc.jpg"],
	["a'(b)*.jpg", "attachment; filename=\"a'(b)*.jpg\"; filename*=UTF-8''a%27%28b%29%2A.jpg"],
	["100%.jpg", "attachment; filename=\"100_.jpg\"; filename*=UTF-8''100%25.jpg"],
] as const)("%j is sent in both forms", ([name, header]) => {
	expect(attachment(name)).toBe(header);
});

test.for(["a\r\nSet-Cookie: x=1", "a\0b", "a\u2028b", "\ud800", "x; filename=evil"])(
	"%j cannot break out of the header",
	(name) => {
		const header = attachment(name);
		expect(header).toMatch(
			/^attachment; filename="[\x20-\x21\x23-\x7e]*"; filename\*=UTF-8''[A-Za-z0-9._~!%-]*$/,
		);
		expect(() => new Headers({ "content-disposition": header })).not.toThrow();
	},
);
