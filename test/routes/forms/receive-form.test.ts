import { describe, expect, test } from "vitest";
import { formBoundary, receiveForm } from "../../../src/routes/forms/receive-form.ts";
import { type Chance, property } from "../../support/seed.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytesOf = (content: string) => new TextEncoder().encode(content);

function body(...chunks: Uint8Array[]): ReadableStream<Uint8Array> {
	return new ReadableStream({
		start(controller) {
			for (const chunk of chunks) controller.enqueue(chunk);
			controller.close();
		},
	});
}

/** The parts of a form as `field=text` and `field:name=bytes`, and the code of its problem. */
async function received(stream: ReadableStream<Uint8Array> | null) {
	const parts: string[] = [];
	const problem = await receiveForm(stream, "b", {
		field: (name, value) => void parts.push(`${name}=${value}`),
		file: async ({ field, name, bytes }) => void parts.push(`${field}:${name}=${text(bytes)}`),
	});
	return { parts, code: problem?.code };
}

const FORM = [
	'--b\r\nContent-Disposition: form-data; name="session_id"\r\n\r\nabc\r\n',
	'--b\r\nContent-Disposition: form-data; name="file"; filename="é 1.jpg"\r\nContent-Type: image/jpeg\r\n\r\n--\r\n--c\r\n',
	'--b\r\nContent-Disposition: form-data; name="file"; filename="2.jpg"\r\n\r\n\r\n--b--\r\n',
].join("");
const PARTS = ["session_id=abc", "file:é 1.jpg=--\r\n--c", "file:2.jpg="];

function cut(bytes: Uint8Array, chance: Chance): Uint8Array[] {
	const chunks: Uint8Array[] = [];
	for (let at = 0; at < bytes.length; ) {
		const end = at + 1 + chance.below(12);
		chunks.push(bytes.subarray(at, end));
		at = end;
	}
	return chunks;
}

describe("a form", () => {
	test("is read the same however it is split into chunks", () =>
		property(300, async (chance) => {
			expect(await received(body(...cut(bytesOf(FORM), chance)))).toEqual({ parts: PARTS, code: undefined });
		}));

	test("that is truncated anywhere yields its complete parts and a problem", () =>
		property(300, async (chance) => {
			const whole = bytesOf(FORM);
			const { parts, code } = await received(
				body(...cut(whole.subarray(0, chance.below(whole.length - 4)), chance)),
			);
			expect(parts).toEqual(PARTS.slice(0, parts.length));
			expect(code).toBe("malformed");
		}));

	test("whose connection breaks yields its complete parts and a problem", async () => {
		const stream = new ReadableStream<Uint8Array>({
			start: (controller) => controller.enqueue(bytesOf(FORM.slice(0, 100))),
			pull: (controller) => controller.error(new Error("gone")),
		});
		expect(await received(stream)).toEqual({ parts: ["session_id=abc"], code: "body-too-short" });
	});

	test("with corrupted bytes never throws", () =>
		property(500, async (chance) => {
			const bytes = bytesOf(FORM);
			for (let flips = 0; flips < 3; flips++) bytes[chance.below(bytes.length)] = chance.below(256);
			const { code } = await received(body(...cut(bytes, chance)));
			expect([undefined, "malformed", "too-large"]).toContain(code);
		}));

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
