import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type SavedRun, SavedRuns, stateFolder } from "../../cli/session/saved-run.ts";

const SERVER = "http://localhost:8787";
const ROOTS = ["/photos"];
const RUN: SavedRun = {
	credential: { id: "a".repeat(64), token: "b".repeat(43) },
	batch: "drop-1",
	manifest: "c".repeat(64),
	expiresAt: 2_000,
};

let folder: string;
let runs: SavedRuns;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "darkroom-state-"));
	runs = new SavedRuns(join(folder, "darkroom"));
});
afterEach(async () => {
	await rm(folder, { recursive: true, force: true });
});

describe("a saved run", () => {
	test("is found for the same files and server, in any order and spelling, and for no others", async () => {
		await runs.save(SERVER, ["/photos", "/more"], RUN);
		expect(await runs.read(SERVER, ["/more", "/photos/../photos"], 1_000)).toEqual(RUN);
		expect(await runs.read(SERVER, ROOTS, 1_000)).toBeUndefined();
		expect(await runs.read("http://elsewhere", ["/photos", "/more"], 1_000)).toBeUndefined();
	});

	test("can be read only by its owner", async () => {
		await runs.save(SERVER, ROOTS, RUN);
		const [name = ""] = await readdir(join(folder, "darkroom"));
		expect((await stat(join(folder, "darkroom", name))).mode & 0o777).toBe(0o600);
		expect((await stat(join(folder, "darkroom"))).mode & 0o777).toBe(0o700);
		expect(name).not.toContain(RUN.credential.token);
	});

	test("replaces the one before it and leaves no temporary file", async () => {
		await runs.save(SERVER, ROOTS, RUN);
		await runs.save(SERVER, ROOTS, { ...RUN, batch: "drop-2" });
		expect(await readdir(join(folder, "darkroom"))).toHaveLength(1);
		expect((await runs.read(SERVER, ROOTS, 1_000))?.batch).toBe("drop-2");
	});

	test("is ignored once its session has expired, or if its file is damaged", async () => {
		await runs.save(SERVER, ROOTS, RUN);
		expect(await runs.read(SERVER, ROOTS, 2_000)).toBeUndefined();
		const [name = ""] = await readdir(join(folder, "darkroom"));
		const path = join(folder, "darkroom", name);
		await writeFile(path, (await readFile(path, "utf8")).slice(0, 50));
		expect(await runs.read(SERVER, ROOTS, 1_000)).toBeUndefined();
	});

	test("is deleted when it is removed, or once its session has expired", async () => {
		await runs.save(SERVER, ROOTS, RUN);
		await runs.save(SERVER, ["/other"], { ...RUN, expiresAt: 5_000 });
		await runs.removeExpired(3_000);
		expect(await readdir(join(folder, "darkroom"))).toHaveLength(1);
		await runs.remove(SERVER, ["/other"]);
		expect(await readdir(join(folder, "darkroom"))).toEqual([]);
	});
});

test("the state folder follows the platform's convention", () => {
	expect(stateFolder({ XDG_STATE_HOME: "/state" })).toBe(join("/state", "darkroom"));
	expect(stateFolder({ LOCALAPPDATA: "/local" })).toBe(join("/local", "darkroom"));
	expect(stateFolder({})).toMatch(/\.local[/\\]state[/\\]darkroom$/);
});
