import { describe, expect, test } from "vitest";
import { COLUMNS } from "../../cli/facts/columns.ts";
import type { FileRow } from "../../cli/facts/file-row.ts";
import { inOrder } from "../../cli/facts/in-order.ts";
import { type TableFormat, writeTable } from "../../cli/facts/write-table.ts";
import type { Fact, Facts } from "../../src/protocol/files/facts.ts";

const HEAD = { server: "http://localhost:8787", batch: "trip" };

function facts(...summary: readonly Pick<Fact, "name" | "value">[]): Facts {
	return {
		kind: "image",
		format: { mime: "image/jpeg", label: "JPEG photo" },
		summary: summary.map((fact) => ({ label: "", text: "", source: "", ...fact })),
		groups: [],
		fields: 0,
		quality: { completeness: 0.5, present: [], missing: [], confidence: 1, reasons: [] },
		warnings: ["Cut."],
		read: { bytes: 0, requests: 0 },
	};
}

const ROW: FileRow = {
	path: "trip/a.jpg",
	n: 1,
	state: "completed",
	size: 10,
	kind: "image",
	mime: "image/jpeg",
	problem: null,
	facts: facts(
		{ name: "camera", value: "=cmd()" },
		{ name: "location", value: { latitude: -33.5, longitude: 151.2 } },
		{ name: "keywords", value: ["sea", "cold, wet"] },
	),
};
const FAILED: FileRow = {
	path: "b.jpg",
	n: null,
	state: "failed",
	size: 0,
	kind: null,
	mime: null,
	problem: { code: "unreadable", detail: "Permission denied." },
	facts: null,
};

async function written(
	format: TableFormat,
	rows: readonly FileRow[],
	columns?: readonly string[],
): Promise<string> {
	const texts: string[] = [];
	async function* each() {
		yield* rows;
	}
	const write = async (text: string) => {
		texts.push(text);
	};
	await writeTable(format, each(), write, { head: HEAD, columns });
	return texts.join("");
}

describe("a table", () => {
	test("as JSON is one document", async () => {
		expect(JSON.parse(await written("json", [ROW, FAILED]))).toEqual({ ...HEAD, files: [ROW, FAILED] });
		expect(JSON.parse(await written("json", []))).toEqual({ ...HEAD, files: [] });
	});

	test("as JSON Lines has one file per line", async () => {
		const lines = (await written("jsonl", [ROW, FAILED])).trimEnd().split("\n");
		expect(lines.map((line) => JSON.parse(line))).toEqual([ROW, FAILED]);
	});

	test("as CSV always has the same columns", async () => {
		const [head, first, second, ...rest] = (await written("csv", [FAILED, FAILED])).split("\r\n");
		expect(head).toBe(COLUMNS.join(","));
		expect(first).toBe(`b.jpg,failed,Permission denied.,0${",".repeat(COLUMNS.length - 4)}`);
		expect(second).toBe(first);
		expect(rest).toEqual([""]);
	});

	test("as CSV has machine-readable values, and no formulas", async () => {
		const columns = [
			"path",
			"camera",
			"latitude",
			"location.longitude",
			"keywords",
			"location",
			"warnings",
			"nothing",
		];
		expect(await written("csv", [ROW], columns)).toBe(
			`${columns.join(",")}\r\n` +
				`trip/a.jpg,'=cmd(),-33.5,151.2,"sea; cold, wet","{""latitude"":-33.5,""longitude"":151.2}",Cut.,\r\n`,
		);
	});
});

describe("requests in order", () => {
	test("yield their answers in order, with a limit on how many are ahead", async () => {
		const pending = new Map<number, () => void>();
		const request = (item: number) =>
			new Promise<number>((done) => {
				pending.set(item, () => done(item));
			});
		const answers = inOrder([1, 2, 3, 4, 5], 2, request);
		const first = answers.next();
		expect([...pending.keys()]).toEqual([1, 2]);
		pending.get(2)?.();
		pending.get(1)?.();
		expect((await first).value).toBe(1);
		const second = answers.next();
		expect([...pending.keys()]).toEqual([1, 2, 3]);
		expect((await second).value).toBe(2);
	});

	test("throw a failure where its answer would be", async () => {
		const answers = inOrder([1, 2], 2, async (item) => {
			if (item === 2) throw new Error("no");
			return item;
		});
		expect((await answers.next()).value).toBe(1);
		await expect(answers.next()).rejects.toThrow("no");
	});
});
