import { describe, expect, test } from "vitest";
import { ok } from "../../../src/protocol/result.ts";
import { type FormCaller, FormOptions, readChunkFields } from "../../../src/routes/forms/form-options.ts";
import type { Announcement } from "../../../src/session/rules/command.ts";

describe("chunk options in a form's fields", () => {
	test.each([
		[{}, undefined],
		[{ chunk_size: "" }, undefined],
		[{ other: "5" }, undefined],
		[{ chunk_size: "256" }, { size: 256 }],
		[
			{ chunk_size: " 256 ", chunk_overlap: "0" },
			{ size: 256, overlap: 0 },
		],
		[{ chunk_overlap: "100" }, { size: 512, overlap: 100 }],
	])("%j → %j", (fields, chunks) => {
		expect(readChunkFields(new Map(Object.entries(fields)))).toEqual({ ok: true, value: chunks });
	});

	test.each([
		{ chunk_size: "5" },
		{ chunk_size: "-256" },
		{ chunk_size: "256.5" },
		{ chunk_size: "1e3" },
		{ chunk_size: "256", chunk_overlap: "200" },
		{ chunk_overlap: "many" },
	])("refuses %j with an explanation", (fields) => {
		const read = readChunkFields(new Map(Object.entries(fields)));
		expect(read).toMatchObject({ ok: false, problem: { code: "malformed" } });
		expect(read.ok ? "" : read.problem.detail).toMatch(/64 to 8192/);
	});
});

describe("form options", () => {
	const setUp = () => {
		const announced: [key: string, chunks: Announcement["chunks"]][] = [];
		const caller: FormCaller = {
			tokenHash: "hash",
			session: {
				async announce(_tokenHash, key, { chunks }) {
					announced.push([key, chunks]);
					return ok({ batch: key, files: [], cursor: "e.1" });
				},
			},
		};
		return { announced, options: new FormOptions(caller, "drop") };
	};

	test("are announced once, before the files that follow them, and again when they change", async () => {
		const { announced, options } = setUp();
		expect(await options.flush()).toBeUndefined();
		options.set("chunk_size", "256");
		await options.flush();
		await options.flush();
		options.set("chunk_size", "128");
		await options.flush();
		expect(announced).toEqual([
			["drop", { size: 256 }],
			["drop", { size: 128 }],
		]);
	});

	test("refuse everything after an invalid option", async () => {
		const { announced, options } = setUp();
		options.set("chunk_size", "5");
		expect((await options.flush())?.code).toBe("malformed");
		options.set("chunk_size", "256");
		expect((await options.flush())?.code).toBe("malformed");
		expect(announced).toEqual([]);
	});
});
