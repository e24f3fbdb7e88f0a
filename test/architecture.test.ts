import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { AREAS, type Area, type Use } from "./support/architecture/areas.ts";
import { FLOORS, type Floor } from "./support/architecture/rooms.ts";
import {
	filesBelow,
	findCycles,
	type Import,
	packagesOf,
	readSources,
	type SourceFile,
} from "./support/module-graph.ts";

/** File names that say nothing about the content. */
const NAMELESS = /(^|\/)(utils?|helpers?|index|misc|common)\.tsx?$/;

/** More files in one folder are hard to take in at a glance. */
const MAX_FILES = 20;

/** A longer file usually has two subjects and should be two files. */
const MAX_LINES = 300;

/** Exceptions, each with its reason. */
const LONG_FILES: Readonly<Record<string, string>> = {};

/** The public interface of client/: its only files that re-export, and the only ones that other programs import. */
const CLIENT_ENTRIES = ["client/http.ts", "client/sending.ts", "client/stream.ts"];

/** The entries of the two Workers, whose default exports the platform calls. */
const WORKERS = ["src/worker.ts", "src/extractor.ts"];

/** Packages that parse or decode whole files: a crafted file can keep them busy, or fill the memory of their isolate. */
const HEAVY_PACKAGES = [
	"unpdf",
	"file-type",
	"chardet",
	"franc-min",
	"fflate",
	"image-size",
	"music-metadata",
	"strtok3",
	"@jsquash/jpeg",
	"@jsquash/png",
	"@jsquash/webp",
];

const sources = readSources("src", "client", "web", "cli");
const tests = readSources("test");

function areaOf(path: string): Area | undefined {
	return AREAS.find(({ files }) => files.test(path));
}

function isAllowed(use: Use | undefined, { target, isType }: Import): boolean {
	if (use === undefined) return false;
	if (use === "values" || isType) return true;
	return use !== "types" && use.typesAndValuesOf.includes(target);
}

function* forbiddenImports(file: SourceFile): Generator<string> {
	const from = areaOf(file.path);
	if (from === undefined) {
		yield `${file.path} belongs to no area. Move it, or add an area with its imports to test/support/architecture/areas.ts.`;
		return;
	}
	for (const imported of file.imports) {
		if (imported.isPackage) {
			const known = from.packages === undefined || from.packages.includes(imported.target);
			// A type import does not add the package to the bundle.
			if (known || imported.isType) continue;
			yield `${file.path} (${from.name}) imports the package ${imported.target}. That belongs in an outer area.`;
			continue;
		}
		const to = areaOf(imported.target);
		if (to === from || !/\.tsx?$/.test(imported.target)) continue;
		const use = to && from.uses[to.name];
		if (isAllowed(use, imported)) continue;
		const remedy =
			use === undefined
				? `Nothing in ${from.name} may import ${to?.name ?? "that file"}: pass what is needed as an argument.`
				: `Only types may be imported from there: use \`import type\`, or pass the value as an argument.`;
		yield `${file.path} (${from.name}) imports ${imported.target} (${to?.name ?? "no area"}). ${remedy}`;
	}
}

/** The room of a file; an empty string at the floor's top; `undefined` outside the floor. */
function roomOf({ folder }: Floor, path: string): string | undefined {
	if (!path.startsWith(`${folder}/`)) return undefined;
	const [room = "", ...below] = path.slice(folder.length + 1).split("/");
	return below.length > 0 ? room : "";
}

function* forbiddenRoomImports(floor: Floor, { path, imports }: SourceFile): Generator<string> {
	const from = roomOf(floor, path);
	if (from === undefined || from === "") return;
	const uses = floor.rooms[from];
	if (uses === undefined) {
		yield `${path} is in no room of ${floor.folder}. Move it, or add the room with its imports to test/support/architecture/rooms.ts.`;
		return;
	}
	for (const { target, isType } of imports) {
		const to = roomOf(floor, target);
		if (to === undefined || to === from) continue;
		const isBase = to === "" && floor.base.some((file) => target === `${floor.folder}/${file}`);
		const use = to === "" ? undefined : uses[to];
		if (isBase || use === "values" || (use === "types" && isType)) continue;
		yield `${path} imports ${target}. The room ${from} may not import ${to === "" ? "the files that join the rooms" : to}: join them in ${floor.folder}/.`;
	}
}

/** All cycles of allowed value imports between a floor's rooms. */
function roomCycles({ folder, rooms }: Floor): string[][] {
	const room = ([name, uses]: [string, Floor["rooms"][string]]) => ({
		path: `${folder}/${name}`,
		imports: Object.entries(uses)
			.filter(([, use]) => use === "values")
			.map(([to]) => ({ target: `${folder}/${to}`, isPackage: false, isType: false })),
	});
	return findCycles(Object.entries(rooms).map(room));
}

/** The heavy package that an import is of, such as `strtok3` for `strtok3/core`. */
function heavyPackageOf(specifier: string): string | undefined {
	return HEAVY_PACKAGES.find((name) => specifier === name || specifier.startsWith(`${name}/`));
}

describe("architecture", () => {
	test("areas import only what they may", () => {
		expect(sources.flatMap((file) => [...forbiddenImports(file)])).toEqual([]);
	});

	test.each(FLOORS)("rooms of $folder import only what they may", (floor) => {
		expect(sources.flatMap((file) => [...forbiddenRoomImports(floor, file)])).toEqual([]);
	});

	test.each(FLOORS)("rooms of $folder have no import cycles", (floor) => {
		expect(roomCycles(floor)).toEqual([]);
	});

	test("every allowed import between rooms is used", () => {
		const unused = FLOORS.flatMap((floor) =>
			Object.entries(floor.rooms).flatMap(([from, uses]) =>
				Object.keys(uses)
					.filter(
						(to) =>
							!sources.some(
								({ path, imports }) =>
									roomOf(floor, path) === from && imports.some(({ target }) => roomOf(floor, target) === to),
							),
					)
					.map((to) => `${floor.folder}: ${from} → ${to}`),
			),
		);
		expect(unused, "Remove it from test/support/architecture/rooms.ts.").toEqual([]);
	});

	test(`no folder has more than ${MAX_FILES} files at one level`, () => {
		const counts = new Map<string, number>();
		for (const { path } of sources) {
			const folder = dirname(path);
			counts.set(folder, (counts.get(folder) ?? 0) + 1);
		}
		const full = [...counts]
			.filter(([, count]) => count > MAX_FILES)
			.map(([folder, count]) => `${folder}: ${count}`);
		expect(full, "Split it into rooms, each with a sentence in docs/architecture.md.").toEqual([]);
	});

	test("names of exported types are unique", () => {
		const holders = new Map<string, string[]>();
		for (const { path, exportedTypes } of sources)
			for (const name of exportedTypes) holders.set(name, [...(holders.get(name) ?? []), path]);
		const twice = [...holders].filter(([, paths]) => paths.length > 1);
		expect(
			twice.map(([name, paths]) => `${name}: ${paths.join(", ")}`),
			"Rename one of them.",
		).toEqual([]);
	});

	test("files have no import cycles", () => {
		const cycles = findCycles([...sources, ...tests]).map((path) => path.join(" → "));
		expect(cycles, "Move what both need into a third file.").toEqual([]);
	});

	test("every file is named for its content", () => {
		const nameless = ["src", "client", "web", "cli", "test"]
			.flatMap(filesBelow)
			.filter((path) => NAMELESS.test(path));
		expect(nameless, "Name the file for what it is about.").toEqual([]);
	});

	test("no file only re-exports from others", () => {
		const barrels = [...sources, ...tests].filter(({ isBarrel }) => isBarrel).map(({ path }) => path);
		const others = barrels.filter((path) => !CLIENT_ENTRIES.includes(path));
		expect(others, "Import from the declaring file, and remove this one.").toEqual([]);
	});

	test("page, command line and benchmarks use client/ only through its three entries", () => {
		const users = [...sources.filter(({ path }) => /^(web|cli)\//.test(path)), ...readSources("bench")];
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

	test("only the session runtime marks a reply as authorised", () => {
		const users = sources.filter(({ path, imports }) =>
			imports.some(
				({ target, isType }) =>
					target === "src/actor/guarded.ts" && !isType && path !== "src/actor/session-runtime.ts",
			),
		);
		expect(
			users.map(({ path }) => path),
			"Answer through `owner` or `viewer` of src/actor/session-runtime.ts.",
		).toEqual([]);
	});

	test("no heavy parser runs with a session: a file that spins or fills the memory would stop every file and reader of it", () => {
		const found = [...packagesOf("src/worker.ts", sources)].filter(([name]) => heavyPackageOf(name));
		expect(
			found.map(([name, trail]) => [...trail, name].join(" → ")),
			"Let the extractor do it, behind src/extractor/contract.ts, or import only types.",
		).toEqual([]);
	});

	test("every heavy parser runs in the extractor", () => {
		const found = [...packagesOf("src/extractor.ts", sources)].map(([name]) => heavyPackageOf(name));
		expect(
			HEAVY_PACKAGES.filter((name) => !found.includes(name)),
			"Remove it from HEAVY_PACKAGES if nothing uses it any more.",
		).toEqual([]);
	});

	test("there are no default exports", () => {
		const files = [...sources, ...tests].filter(({ hasDefaultExport, path }) => {
			return hasDefaultExport && !WORKERS.includes(path) && !path.endsWith(".config.ts");
		});
		expect(
			files.map(({ path }) => path),
			"Export it by name.",
		).toEqual([]);
	});

	test(`no file has more than ${MAX_LINES} lines`, () => {
		const files = [...sources, ...tests].filter(({ path }) => !path.startsWith("test/fixtures/"));
		const long = files.filter(({ lines, path }) => lines > MAX_LINES && !(path in LONG_FILES));
		expect(
			long.map(({ path, lines }) => `${path}: ${lines}`),
			"Split it by subject, or add it to LONG_FILES with the reason.",
		).toEqual([]);
	});

	test("src/protocol and src/session use no clock, randomness or network", () => {
		const rules = sources.filter(({ path }) => /^src\/(protocol|session)\//.test(path));
		const impure = rules.flatMap(({ path, impure }) => impure.map((name) => `${path} uses ${name}`));
		expect(impure, "Take it as an argument: `now`, a random number, an id.").toEqual([]);
	});
});
