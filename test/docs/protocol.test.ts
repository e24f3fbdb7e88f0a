import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { jobMessage, queueUpdate } from "../../src/dialects/videos/job-message.ts";
import { change } from "../../src/protocol/files/change.ts";
import { linkManifest } from "../../src/protocol/files/links.ts";
import { manifest } from "../../src/protocol/files/manifest.ts";
import { shareRequest } from "../../src/protocol/http/share.ts";
import { clientMessage } from "../../src/protocol/stream/client-message.ts";
import { frame, gauges } from "../../src/protocol/stream/frame.ts";
import { CLOSE } from "../../src/protocol/stream/stream-message.ts";

function readText(path: string): string {
	return readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");
}

const PAGE = readText("docs/protocol.md");

/** The schema of a block, by the word after `json` in its first line. A block without a word need only be JSON. */
const SCHEMAS: Readonly<Record<string, z.ZodMiniType>> = {
	frame,
	changes: z.array(change),
	manifest,
	links: linkManifest,
	up: clientMessage,
	share: shareRequest,
	gauges,
	job: z.union([jobMessage, queueUpdate]),
	"": z.unknown(),
};

const blocks = [...PAGE.matchAll(/^```json *(\w*)\n(.*?)^```$/gms)].map(([, is = "", text = ""]) => ({
	is,
	text,
}));

/** The cells of all rows of all tables. */
const rows = PAGE.split("\n")
	.filter((line) => line.startsWith("|"))
	.map((line) =>
		line
			.slice(1)
			.split("|")
			.map((cell) => cell.trim()),
	);

/** The problem codes, read from the source text of `src/protocol/problem.ts`, which does not export its table. */
const problemCodes = [
	...readText("src/protocol/problem.ts").matchAll(/^\t"?([a-z-]+)"?: \{ status: (\d+)/gm),
].map(([, code = "", status = ""]) => ({ code, status }));

describe("docs/protocol.md", () => {
	test("has an example for every schema", () => {
		expect(new Set(blocks.map(({ is }) => is))).toEqual(new Set(Object.keys(SCHEMAS)));
	});

	test.each(blocks)("has a valid example: $is $text", ({ is, text }) => {
		const parsed = SCHEMAS[is]?.safeParse(JSON.parse(text));
		expect(parsed?.error).toBeUndefined();
	});

	test("has events whose ids are their frames' cursors", () => {
		const events = [...PAGE.matchAll(/^id: (.+)\nevent: frame\ndata: (.+)$/gm)];
		expect(events).not.toHaveLength(0);
		for (const [, id, data = ""] of events) {
			const { epoch, to } = frame.parse(JSON.parse(data));
			expect(id).toBe(`${epoch}.${to}`);
		}
	});

	test("explains every problem code with its status", () => {
		expect(problemCodes.length).toBeGreaterThan(15);
		for (const { code, status } of problemCodes) {
			const row = rows.find(([codes]) => codes?.includes(`\`${code}\``));
			expect(row?.[1], code).toBe(status);
		}
	});

	test("explains every close code", () => {
		for (const [name, code] of Object.entries(CLOSE)) {
			expect(rows.find(([first]) => first === String(code))?.[1]).toBe(name);
		}
	});
});
