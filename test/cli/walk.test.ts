import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type WalkFilter, walk } from "../../cli/walk.ts";

const ALL: WalkFilter = { hidden: false, include: [], exclude: [] };

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "darkroom-walk-"));
});
afterEach(async () => {
	await rm(folder, { recursive: true, force: true });
});

async function put(...paths: string[]): Promise<void> {
	for (const path of paths) {
		await mkdir(dirname(join(folder, path)), { recursive: true });
		await writeFile(join(folder, path), path);
	}
}

async function pathsOf(roots: readonly string[], filter: Partial<WalkFilter> = {}): Promise<string[]> {
	const { files, unreadable } = await walk(roots, { ...ALL, ...filter });
	expect(unreadable).toEqual([]);
	return files.map(({ path }) => path);
}

describe("a walk", () => {
	test("finds every file of a folder, sorted by path, with its size and time of change", async () => {
		await put("trip/b.jpg", "trip/day 1/🦊.jpg", "trip/a.jpg");
		await writeFile(join(folder, "trip/empty"), "");
		const { files } = await walk([join(folder, "trip")], ALL);
		expect(files.map(({ path }) => path)).toEqual([
			"trip/a.jpg",
			"trip/b.jpg",
			"trip/day 1/🦊.jpg",
			"trip/empty",
		]);
		expect(files[0]).toMatchObject({ diskPath: join(folder, "trip/a.jpg"), size: 10 });
		expect(files[3]?.size).toBe(0);
		expect(files.every(({ lastModified }) => Number.isInteger(lastModified))).toBe(true);
	});

	test("gives a file that is named itself its bare name as path", async () => {
		await put("trip/a.jpg");
		expect(await pathsOf([join(folder, "trip/a.jpg")])).toEqual(["a.jpg"]);
	});

	test("finds a file once, however often it is named", async () => {
		await put("trip/a.jpg");
		const trip = join(folder, "trip");
		expect(await pathsOf([trip, trip, join(trip, "a.jpg")])).toEqual(["trip/a.jpg"]);
	});

	test("skips hidden files unless they are asked for or named themselves", async () => {
		await put("trip/.DS_Store", "trip/Thumbs.db", "trip/.git/config", "trip/.env", "trip/a.jpg");
		const trip = join(folder, "trip");
		expect(await pathsOf([trip])).toEqual(["trip/a.jpg"]);
		expect(await pathsOf([join(trip, ".env")])).toEqual([".env"]);
		expect(await pathsOf([trip], { hidden: true })).toHaveLength(5);
	});

	test("applies include and exclude globs", async () => {
		await put("trip/a.jpg", "trip/a.txt", "trip/raw/b.jpg", "trip/raw/c.dng");
		const trip = join(folder, "trip");
		expect(await pathsOf([trip], { include: ["*.jpg"] })).toEqual(["trip/a.jpg", "trip/raw/b.jpg"]);
		expect(await pathsOf([trip], { include: ["**/raw/*"] })).toEqual(["trip/raw/b.jpg", "trip/raw/c.dng"]);
		expect(await pathsOf([trip], { include: ["*.{jpg,dng}"], exclude: ["b.*"] })).toEqual([
			"trip/a.jpg",
			"trip/raw/c.dng",
		]);
	});

	test("follows no links inside a folder: nothing from outside is sent, and a loop cannot be endless", async () => {
		await put("secret/key", "trip/a.jpg");
		await symlink(join(folder, "secret"), join(folder, "trip/out"));
		await symlink(join(folder, "trip"), join(folder, "trip/self"));
		await symlink(join(folder, "secret/key"), join(folder, "trip/key"));
		expect(await pathsOf([join(folder, "trip")])).toEqual(["trip/a.jpg"]);
		expect(await pathsOf([join(folder, "trip/out")])).toEqual(["out/key"]);
	});

	test("reports what does not exist, and goes on", async () => {
		await put("a.jpg");
		const { files, unreadable } = await walk([join(folder, "nowhere"), join(folder, "a.jpg")], ALL);
		expect(files).toHaveLength(1);
		expect(unreadable).toEqual([{ path: join(folder, "nowhere"), detail: "No such file or folder." }]);
	});

	test("reports what cannot be opened, and goes on", async () => {
		await put("trip/a.jpg");
		await symlink(join(folder, "one"), join(folder, "two"));
		await symlink(join(folder, "two"), join(folder, "one"));
		const { files, unreadable } = await walk([join(folder, "one"), join(folder, "trip")], ALL);
		expect(files).toHaveLength(1);
		expect(unreadable).toEqual([{ path: join(folder, "one"), detail: "Its symbolic links form a loop." }]);
	});
});
