import { expect, test } from "vitest";
import { parseFormFileName } from "../../../src/routes/forms/form-file-name.ts";

test.for([
	['form-data; name="f"; filename="a.jpg"', "a.jpg"],
	['form-data; filename="a.jpg"; name="f"', "a.jpg"],
	["form-data; name=f; filename=a.jpg", "a.jpg"],
	['form-data; NAME="f"; FILENAME="a.jpg"', "a.jpg"],
	['form-data; name="f"; filename=""', ""],
	['form-data; name="f"; filename="say %22cheese%22.jpg"', 'say "cheese".jpg'],
	['form-data; name="f"; filename="two%0D%0Alines"', "two\r\nlines"],
	['form-data; name="f"; filename="100%25.jpg"', "100%25.jpg"],
	['form-data; name="f"; filename="say \\"cheese\\".jpg"', 'say "cheese".jpg'],
	['form-data; name="f"; filename="C:\\photos\\day 1\\a.jpg"', "C:\\photos\\day 1\\a.jpg"],
	['form-data; name="f"; filename="a;b=c.jpg"', "a;b=c.jpg"],
	['form-data; name="x; filename=evil"; filename="good"', "good"],
	['form-data; name="f"; filename="first"; filename="second"', "first"],
	['form-data; name="f"; filename="a"; filename*=UTF-8\'\'b', undefined],
	['form-data; name="f"', undefined],
	["form-data", undefined],
	["", undefined],
] as const)("%s", ([disposition, name]) => {
	expect(parseFormFileName(disposition)).toBe(name);
});
