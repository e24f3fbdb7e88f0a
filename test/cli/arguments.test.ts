import { describe, expect, test } from "vitest";
import { parseCommand } from "../../cli/arguments.ts";

function parsed(...args: string[]) {
	const result = parseCommand(args);
	if (!result.ok) throw new Error(result.problem);
	return result.value;
}

describe("the command line", () => {
	test("sends what is named, by default to the address of npm start", () => {
		expect(parsed("./photos", "a.pdf")).toEqual({
			command: "send",
			server: "http://localhost:8787",
			roots: ["./photos", "a.pdf"],
			quiet: false,
			forget: false,
			hidden: false,
			include: [],
			exclude: [],
			resume: false,
		});
	});

	test("accepts the word send, so that a folder may have any name", () => {
		expect(parsed("send", "load")).toMatchObject({ command: "send", roots: ["load"] });
		expect(parsed("./load")).toMatchObject({ command: "send", roots: ["./load"] });
	});

	test.each([
		["example.org:9000", "http://example.org:9000"],
		["https://photos.example/", "https://photos.example"],
		["https://example.org/darkroom/", "https://example.org/darkroom"],
	])("--to %s means %s", (to, server) => {
		expect(parsed("a", "--to", to)).toMatchObject({ server });
	});

	test("takes the server from the environment if --to is absent", () => {
		const result = parseCommand(["a"], { DARKROOM_URL: "https://photos.example" });
		expect(result).toMatchObject({ ok: true, value: { server: "https://photos.example" } });
	});

	test.each([
		[["--out", "facts.csv"], "csv"],
		[["--out", "facts.JSONL"], "jsonl"],
		[["--out", "facts.txt"], "json"],
		[["--out", "facts.csv", "--format", "json"], "json"],
		[["--format", "none"], "none"],
		[[], undefined],
	])("%j writes %s", (args, format) => {
		const command = parsed("a", ...args);
		expect("format" in command ? command.format : undefined).toBe(format);
	});

	test("load has options of its own", () => {
		expect(parsed("load", "--files", "10000", "--size", "50k", "--limit", "2MiB", "--parallel", "8")).toEqual(
			{
				command: "load",
				server: "http://localhost:8787",
				files: 10_000,
				size: 50_000,
				seed: 1,
				limit: 2 * 1024 * 1024,
				parallel: 8,
				quiet: false,
				keep: false,
				json: false,
			},
		);
	});

	test.each([["--help"], ["-h", "a"], ["--version"], ["-V"]])("%s wins over everything else", (...args) => {
		expect(parsed(...args).command).toMatch(/help|version/);
	});

	test.each([
		[[], /Name the files/],
		[["a", "--nonsense"], /nonsense/],
		[["a", "--to", "ftp://example.org"], /--to must be/],
		[["a", "--to", "http://me:secret@example.org"], /must not contain a user name or password/],
		[["a", "--parallel", "0"], /1 to 64/],
		[["a", "--parallel", "two"], /1 to 64/],
		[["a", "--limit", "fast"], /800k or 2M/],
		[["a", "--limit", "0"], /800k or 2M/],
		[["a", "--batch", "my photos"], /--batch/],
		[["a", "--format", "xml"], /json, jsonl, csv or none/],
		[["a", "--columns", "path"], /with --format csv/],
		[["a", "--format", "csv", "--columns", "path,,n"], /commas between/],
		[["a", "--files", "3"], /with `darkroom load`/],
		[["load", "./photos"], /takes no paths/],
		[["load", "--resume"], /--resume cannot/],
		[["load", "--files", "50001"], /1 to 50000/],
		[["load", "--size", "10"], /at least 1000/],
		[["a", "--to"], /--to/],
	])("%j is rejected with a sentence", (args, sentence) => {
		const result = parseCommand(args);
		expect(result).toMatchObject({ ok: false });
		expect(!result.ok && result.problem).toMatch(sentence);
	});
});
