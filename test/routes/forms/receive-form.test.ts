import { describe, expect, test } from "vitest";
import { formBoundary } from "../../../src/routes/forms/receive-form.ts";
import { body, bytesOf, FORM, PARTS, received } from "./receive-body.ts";

describe("a form", () => {
	test("whose connection breaks yields its complete parts and a problem", async () => {
		const stream = new ReadableStream<Uint8Array>({
			start: (controller) => controller.enqueue(bytesOf(FORM.slice(0, 100))),
			pull: (controller) => controller.error(new Error("gone")),
		});
		expect(await received(stream)).toEqual({ parts: ["session_id=abc"], code: "body-too-short" });
	});

	test("without a body is malformed", async () => {
		expect(await received(null)).toEqual({ parts: [], code: "malformed" });
	});

	test("is not read past its closing boundary", async () => {
		expect(await received(body(bytesOf(FORM), bytesOf("epilogue"), bytesOf("--b\r\n")))).toEqual({
			parts: PARTS,
			code: undefined,
		});
	});
});

test.for([
	["multipart/form-data; boundary=abc", "abc"],
	['multipart/form-data; boundary="a b;c"', "a b;c"],
	["Multipart/Form-Data;charset=utf-8;Boundary=abc", "abc"],
	["multipart/form-data", undefined],
	["multipart/form-data; xboundary=abc", undefined],
	['multipart/form-data; boundary="abc', undefined],
	["multipart/form-data; boundary=", undefined],
	[`multipart/form-data; boundary=${"a".repeat(71)}`, undefined],
	["multipart/mixed; boundary=abc", undefined],
	["application/json", undefined],
	[undefined, undefined],
] as const)("the boundary of %s", ([type, boundary]) => {
	expect(formBoundary(type)).toBe(boundary);
});
