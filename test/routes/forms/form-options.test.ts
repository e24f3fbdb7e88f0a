import { describe, expect, test } from "vitest";
import { ok } from "../../../src/protocol/result.ts";
import { type FormCaller, FormOptions, readChunkFields } from "../../../src/routes/forms/form-options.ts";
import type { Announcement } from "../../../src/session/rules/command.ts";

describe("the fields of a form", () => {
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
	])("%j say %j", (fields, chunks) => {
		expect(readChunkFields(new Map(Object.entries(fields)))).toEqual({ ok: true, value: chunks });
	});

	test.each([
		{ chunk_size: "5" },
		{ chunk_size: "-256" },
		{ chunk_size: "256.5" },
		{ chunk_size: "1e3" },
		{ chunk_size: "256", chunk_overlap: "200" },
		{ chunk_overlap: "many" },
	])("%j are refused with a sentence", (fields) => {
		const read = readChunkFields(new Map(Object.entries(fields)));
		expect(read).toMatchObject({ ok: false, problem: { code: "malformed" } });
		expect(read.ok ? "" : read.problem.detail).toMatch(/64 to 8192/);
	});
});

describe("options that come with a form", () => {
	const world = () => {
		const told: [key: string, chunks: Announcement["chunks"]][] = [];
		const caller: FormCaller = {
			proof: "proof",
			door: {
				async announce(_proof, key, { chunks }) {
					told.push([key, chunks]);
					return ok({ batch: key, files: [], cursor: "e.1" });
				},
			},
		};
		return { told, options: new FormOptions(caller, "drop") };
	};

	test("are told once, before the files behind them, and again when they change", async () => {
		const { told, options } = world();
		expect(await options.settle()).toBeUndefined();
		options.field("chunk_size", "256");
		await options.settle();
		await options.settle();
		options.field("chunk_size", "128");
		await options.settle();
		expect(told).toEqual([
			["drop", { size: 256 }],
			["drop", { size: 128 }],
		]);
	});

	test("that are wrong refuse everything behind them", async () => {
		const { told, options } = world();
		options.field("chunk_size", "5");
		expect((await options.settle())?.code).toBe("malformed");
		options.field("chunk_size", "256");
		expect((await options.settle())?.code).toBe("malformed");
		expect(told).toEqual([]);
	});
});
