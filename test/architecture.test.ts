import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { AREAS, type Area, type Use } from "./support/architecture/areas.ts";
import { FLOORS, type Floor } from "./support/architecture/rooms.ts";
import { filesBelow, findCycles, type Import, readSources, type SourceFile } from "./support/module-graph.ts";

/** A file says what it is about; these say only that something had no better place. */
const NAMELESS = /(^|\/)(utils?|helpers?|index|misc|common)\.tsx?$/;

/** Files that a person can take in at a glance in a listing of a folder. */
const MAX_FILES = 20;

/** More than one screenful of scrolling; the idea wants to be two files. */
const MAX_LINES = 300;

/** Longer files, each with its reason. */
const LONG_FILES: Readonly<Record<string, string>> = {};

/** The public interface of client/: its only files that re-export, and the only ones that other programs import. */
const CLIENT_ENTRIES = ["client/http.ts", "client/sending.ts", "client/stream.ts"];

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

/** The room that a file of a floor is in; an empty string at the floor's top; `undefined` outside of it. */
function roomOf({ folder }: Floor, path: string): string | undefined {
	if (!path.startsWith(`${folder}/`)) return undefined;
	const [room = "", ...below] = path.slice(folder.length + 1).split("/");
	return below.length > 0 ? room : "";
}

function* wrongRooms(floor: Floor, { path, imports }: SourceFile): Generator<string> {
	const from = roomOf(floor, path);
	if (from === undefined || from === "") return;
	const uses = floor.rooms[from];
	if (uses === undefined) {
		yield `${path} is in no room of ${floor.folder}. Move it, or add the room with its arrows to test/support/architecture/rooms.ts.`;
		return;
	}
	for (const { target, isType } of imports) {
		const to = roomOf(floor, target);
		if (to === undefined || to === from) continue;
		const isBase = to === "" && floor.base.some((file) => target === `${floor.folder}/${file}`);
		const use = to === "" ? undefined : uses[to];
		if (isBase || use === "values" || (use === "types" && isType)) continue;
		yield `${path} imports ${target}. The room ${from} may not know ${to === "" ? "what joins the rooms" : to}: join them in ${floor.folder}/.`;
	}
}

/** Every circle that the value arrows of a floor's rooms form. */
function roomCycles({ folder, rooms }: Floor): string[][] {
	const room = ([name, uses]: [string, Floor["rooms"][string]]) => ({
		path: `${folder}/${name}`,
		imports: Object.entries(uses)
			.filter(([, use]) => use === "values")
			.map(([to]) => ({ target: `${folder}/${to}`, isPackage: false, isType: false })),
	});
	return findCycles(Object.entries(rooms).map(room));
}

describe("architecture", () => {
	test("arrows go one way", () => {
		expect(sources.flatMap((file) => [...wrongArrows(file)])).toEqual([]);
	});

	test.each(FLOORS)("rooms of $folder use only what they may", (floor) => {
		expect(sources.flatMap((file) => [...wrongRooms(floor, file)])).toEqual([]);
	});

	test.each(FLOORS)("rooms of $folder form no circle", (floor) => {
		expect(roomCycles(floor)).toEqual([]);
	});

	test("every arrow between rooms is used", () => {
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
		expect(full, "Make rooms of it, each with a sentence in docs/architecture.md.").toEqual([]);
	});

	test("no exported type has the name of another", () => {
		const holders = new Map<string, string[]>();
		for (const { path, exportedTypes } of sources)
			for (const name of exportedTypes) holders.set(name, [...(holders.get(name) ?? []), path]);
		const twice = [...holders].filter(([, paths]) => paths.length > 1);
		expect(
			twice.map(([name, paths]) => `${name}: ${paths.join(", ")}`),
			"Say in the name which of them it is.",
		).toEqual([]);
	});

	test("no file imports itself by a detour", () => {
		const circles = findCycles([...sources, ...tests]).map((path) => path.join(" → "));
		expect(circles, "Move what both need into a third file.").toEqual([]);
	});

	test("every file is named for its idea", () => {
		const nameless = ["src", "client", "web", "cli", "test"]
			.flatMap(filesBelow)
			.filter((path) => NAMELESS.test(path));
		expect(nameless, "Name the file for what it is about.").toEqual([]);
	});

	test("no file only passes on what others hold", () => {
		const barrels = [...sources, ...tests].filter(({ isBarrel }) => isBarrel).map(({ path }) => path);
		const others = barrels.filter((path) => !CLIENT_ENTRIES.includes(path));
		expect(others, "Import from the file that holds it, and remove this one.").toEqual([]);
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

	test("only the session's runtime marks a reply as checked", () => {
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

	test("exports have names", () => {
		const files = [...sources, ...tests].filter(({ hasDefaultExport, path }) => {
			return hasDefaultExport && path !== "src/worker.ts" && !path.endsWith(".config.ts");
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
			"Split it by idea, or name it in LONG_FILES with the reason.",
		).toEqual([]);
	});

	test("rules ask nobody for the time, for chance or for the network", () => {
		const rules = sources.filter(({ path }) => /^src\/(protocol|session)\//.test(path));
		const impure = rules.flatMap(({ path, impure }) => impure.map((name) => `${path} uses ${name}`));
		expect(impure, "Take it as an argument: `now`, a random number, an id.").toEqual([]);
	});
});
