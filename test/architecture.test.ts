import { describe, expect, test } from "vitest";
import { filesBelow, findCycles, type Import, readSources, type SourceFile } from "./support/module-graph.ts";

/** How one area may use another: everything, only what vanishes with the types, or values of the named files too. */
type Use = "values" | "types" | { readonly typesAndValuesOf: readonly string[] };

/**
 * The arrows of the house. An area is the first row whose pattern fits; it may use itself and what its row lists, and
 * nothing else of ours. `packages` names the packages it may import; left out, it may import any.
 */
interface Area {
	readonly name: string;
	readonly files: RegExp;
	readonly uses: Readonly<Record<string, Use>>;
	readonly packages?: readonly string[];
}

/** Constants that both ends of the actor's door must agree on; everything else there is types. */
const DOOR: Use = { typesAndValuesOf: ["src/session/rules/command.ts", "src/session/rpc/stream-headers.ts"] };

/** Node's own modules: in a fresh clone the command line works with nothing else. */
const CLI_PACKAGES = ["crypto", "fs", "fs/promises", "os", "path", "stream", "url", "util"].map(
	(name) => `node:${name}`,
);

const AREAS: readonly Area[] = [
	{ name: "protocol", files: /^src\/protocol\//, uses: {}, packages: ["zod/mini"] },
	{ name: "session", files: /^src\/session\//, uses: { protocol: "values" }, packages: [] },
	{ name: "extract", files: /^src\/extract\//, uses: { protocol: "values" } },
	{
		name: "storage",
		files: /^src\/storage\//,
		uses: { protocol: "values", session: "types", extract: "types" },
		packages: [],
	},
	{
		// The only files that call a model: storage's twin. What it must do is said by those who ask it.
		name: "model",
		files: /^src\/model\//,
		uses: { protocol: "values", extract: "types" },
		packages: [],
	},
	{ name: "thumbnail", files: /^src\/thumbnail\//, uses: { protocol: "values" } },
	{
		// A tree of what is said, as text and on paper. The page draws what the Worker exports.
		name: "mind map",
		files: /^src\/mind-map\//,
		uses: { protocol: "values" },
		packages: [],
	},
	{
		// A body becomes parts in storage, whoever brings it: a request, or the server behind a link.
		name: "writer",
		files: /^src\/writer\//,
		uses: { protocol: "values", session: DOOR },
		packages: [],
	},
	{
		// From an address to bytes: what may be asked, and what is made of the answer. Knows no session and no storage.
		name: "links",
		files: /^src\/links\//,
		uses: { protocol: "values" },
		packages: ["zod/mini"],
	},
	{ name: "env", files: /^src\/env\.ts$/, uses: { session: "types" }, packages: [] },
	{
		// The description of the API: made of the schemas when the page is built, never part of the Worker.
		name: "openapi",
		files: /^src\/openapi\//,
		uses: { protocol: "values", "dialect maps": "values" },
		packages: ["zod/mini"],
	},
	{
		name: "dialect routes",
		files: /^src\/dialects\/.*routes\.ts$/,
		uses: { "dialect maps": "values", routes: "values", protocol: "values", env: "types", session: DOOR },
	},
	{
		// Pure maps from frames to messages: the actor may use them, so they know nothing of HTTP. And schemas of answers.
		name: "dialect maps",
		files: /^src\/dialects\//,
		uses: { protocol: "values", session: "types" },
		packages: ["zod/mini"],
	},
	{
		name: "actor",
		files: /^src\/(actor\/|session-actor\.ts$)/,
		uses: {
			session: "values",
			extract: "values",
			storage: "values",
			writer: "values",
			links: "values",
			model: "values",
			protocol: "values",
			"dialect maps": "values",
			env: "types",
		},
		packages: ["cloudflare:workers"],
	},
	{
		name: "routes",
		files: /^src\/routes\//,
		uses: {
			protocol: "values",
			storage: "values",
			writer: "values",
			thumbnail: "values",
			"mind map": "values",
			env: "types",
			session: DOOR,
		},
	},
	{
		name: "worker",
		files: /^src\/worker\.ts$/,
		uses: { routes: "values", "dialect routes": "values", actor: "values", protocol: "values", env: "types" },
	},
	{
		// What any program needs to talk to Darkroom, in a browser, in Node, or anywhere else that has fetch.
		name: "client",
		files: /^client\//,
		uses: { protocol: "values" },
		packages: [],
	},
	{ name: "edges", files: /^web\/edges\//, uses: { client: "values", protocol: "values" }, packages: [] },
	{
		name: "models",
		files: /^web\/models\//,
		uses: { edges: "types", client: "types", protocol: "values", "mind map": "types" },
		packages: ["@preact/signals"],
	},
	{
		name: "views",
		files: /^web\/views\//,
		uses: { models: "values", protocol: "values", "mind map": "values" },
	},
	{
		// What lies at the top of web/ wires the rest together.
		name: "page",
		files: /^web\/[^/]+\.tsx?$/,
		uses: { views: "values", models: "values", edges: "values", client: "values", protocol: "values" },
	},
	{
		// The program stands beside the page on the same engine. What it needs of the outside comes with Node.
		name: "cli",
		files: /^cli\//,
		uses: { client: "values", protocol: "values" },
		packages: CLI_PACKAGES,
	},
];

/** Rooms of a session: the loop and the shell join them, and none knows that another exists. */
const ROOMS = [
	"checkpoint",
	"fetch-line",
	"journal",
	"leases",
	"queue",
	"readers",
	"sockets",
	"trash",
	"uploads",
];

/** A file says what it is about; these say only that something had no better place. */
const NAMELESS = /(^|\/)(utils?|helpers?|index|misc|common)\.tsx?$/;

/** More than one screenful of scrolling; the idea wants to be two files. */
const MAX_LINES = 300;

/** Longer files, each with its reason. */
const LONG_FILES: Readonly<Record<string, string>> = {};

/** The public interface of client/: its only files that re-export, and the only ones that other programs import. */
const CLIENT_ENTRIES = ["client/http.ts", "client/sending.ts", "client/stream.ts"];

const house = readSources("src", "client", "web", "cli");
const tests = readSources("test");

function areaOf(path: string): Area | undefined {
	return AREAS.find(({ files }) => files.test(path));
}

function isAllowed(use: Use | undefined, { target, isType }: Import): boolean {
	if (use === undefined) return false;
	if (use === "values" || isType) return true;
	return use !== "types" && use.typesAndValuesOf.includes(target);
}

function* wrongArrows(file: SourceFile): Generator<string> {
	const from = areaOf(file.path);
	if (from === undefined) {
		yield `${file.path} belongs to no area. Move it, or add its area with its arrows to this test.`;
		return;
	}
	for (const arrow of file.imports) {
		if (arrow.isPackage) {
			const known = from.packages === undefined || from.packages.includes(arrow.target);
			// An import of types leaves no package behind.
			if (known || arrow.isType) continue;
			yield `${file.path} (${from.name}) imports the package ${arrow.target}. That belongs into an outer area.`;
			continue;
		}
		const to = areaOf(arrow.target);
		if (to === from || !/\.tsx?$/.test(arrow.target)) continue;
		const use = to && from.uses[to.name];
		if (isAllowed(use, arrow)) continue;
		const remedy =
			use === undefined
				? `Nothing in ${from.name} may know ${to?.name ?? "that file"}: pass what is needed as an argument.`
				: `Only types may come from there: use \`import type\`, or pass the value as an argument.`;
		yield `${file.path} (${from.name}) imports ${arrow.target} (${to?.name ?? "no area"}). ${remedy}`;
	}
}

function roomOf(path: string): string | undefined {
	return ROOMS.find((room) => path === `src/session/${room}.ts`);
}

describe("architecture", () => {
	test("arrows go one way", () => {
		expect(house.flatMap((file) => [...wrongArrows(file)])).toEqual([]);
	});

	test("rooms of a session do not know each other", () => {
		const known = house.flatMap(({ path, imports }) => {
			const rooms = imports.filter(({ target }) => roomOf(path) && roomOf(target));
			return rooms.map(({ target }) => `${path} imports ${target}. Join them in src/session/session.ts.`);
		});
		expect(known).toEqual([]);
	});

	test("no file imports itself by a detour", () => {
		const circles = findCycles([...house, ...tests]).map((path) => path.join(" → "));
		expect(circles, "Move what both need into a third file.").toEqual([]);
	});

	test("every file is named for its idea", () => {
		const nameless = ["src", "client", "web", "cli", "test"]
			.flatMap(filesBelow)
			.filter((path) => NAMELESS.test(path));
		expect(nameless, "Name the file for what it is about.").toEqual([]);
	});

	test("no file only passes on what others hold", () => {
		const barrels = [...house, ...tests].filter(({ isBarrel }) => isBarrel).map(({ path }) => path);
		const others = barrels.filter((path) => !CLIENT_ENTRIES.includes(path));
		expect(others, "Import from the file that holds it, and remove this one.").toEqual([]);
	});

	test("page, command line and benchmarks use client/ only through its three entries", () => {
		const users = readSources("web", "cli", "bench");
		const deep = users.flatMap(({ path, imports }) => {
			const inside = imports.filter(({ target }) => target.startsWith("client/"));
			const past = inside.filter(({ target }) => !CLIENT_ENTRIES.includes(target));
			return past.map(({ target }) => `${path} imports ${target}`);
		});
		expect(
			deep,
			`Import from ${CLIENT_ENTRIES.join(", ")}, or export it there if it is really needed.`,
		).toEqual([]);
	});

	test("exports have names", () => {
		const files = [...house, ...tests].filter(({ hasDefaultExport, path }) => {
			return hasDefaultExport && path !== "src/worker.ts" && !path.endsWith(".config.ts");
		});
		expect(
			files.map(({ path }) => path),
			"Export it by name.",
		).toEqual([]);
	});

	test(`no file has more than ${MAX_LINES} lines`, () => {
		const files = [...house, ...tests].filter(({ path }) => !path.startsWith("test/fixtures/"));
		const long = files.filter(({ lines, path }) => lines > MAX_LINES && !(path in LONG_FILES));
		expect(
			long.map(({ path, lines }) => `${path}: ${lines}`),
			"Split it by idea, or name it in LONG_FILES with the reason.",
		).toEqual([]);
	});

	test("rules ask nobody for the time, for chance or for the network", () => {
		const rules = house.filter(({ path }) => /^src\/(protocol|session)\//.test(path));
		const impure = rules.flatMap(({ path, impure }) => impure.map((name) => `${path} uses ${name}`));
		expect(impure, "Take it as an argument: `now`, a random number, an id.").toEqual([]);
	});
});
