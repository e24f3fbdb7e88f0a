import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makePhoto } from "../fixtures/photo.ts";
import { openSession, sessionOf } from "../support/server/client.ts";
import { followUntil } from "../support/server/follow.ts";
import { startServer, type TestServer } from "../support/server/server.ts";
import { waitUntil } from "../support/server/wait-until.ts";
import { startCli } from "./cli-process.ts";
import { settled } from "./uploads/upload-helpers.ts";

/** Time for a process to start on a busy machine, in milliseconds. */
const START_TIMEOUT_MS = 90_000;

const PHOTOS = 12;

let folder: string;
let state: string;
let server: TestServer;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "darkroom-program-"));
	state = join(folder, "state");
	server = await startServer();
	for (let seed = 1; seed <= PHOTOS; seed++)
		await put(`photos/${makePhoto(seed).name}`, makePhoto(seed).bytes);
});
afterAll(async () => {
	await server.stop();
	await rm(folder, { recursive: true, force: true });
});

async function put(path: string, bytes: Uint8Array | string): Promise<void> {
	await mkdir(dirname(join(folder, path)), { recursive: true });
	await writeFile(join(folder, path), bytes);
}

function darkroom(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
	return startCli([...args, "--to", server.url], { XDG_STATE_HOME: state, DARKROOM_TOKEN: "", ...env });
}

/** The session of the one run that is saved in a folder. */
async function savedSession(stateHome: string) {
	const saved = join(stateHome, "darkroom");
	const text = await waitUntil(
		"the run is saved",
		async () => {
			const [name] = (await readdir(saved).catch(() => [])).filter((one) => one.endsWith(".json"));
			return name === undefined ? undefined : readFile(join(saved, name), "utf8");
		},
		{ within: START_TIMEOUT_MS },
	);
	const [id = "", token = ""] = (JSON.parse(text) as { credential: string }).credential.split(".");
	return sessionOf(server.url, id, token);
}

test("a folder becomes a table of facts, with subfolders, unusual names and failures", async () => {
	await put("trip/IMG_1.jpg", makePhoto(1).bytes);
	await put("trip/day 1/🦊 Füchse.txt", "two words");
	await put("trip/day 1/empty.txt", "");
	await put("trip/.hidden", "not meant");
	const trip = join(folder, "trip");
	const first = await darkroom([trip, "--out", join(folder, "facts.csv")]).ended;
	expect(first.code).toBe(1);
	expect(first.stdout).toBe("");
	expect(first.stderr).toContain("2 of 3 files stored and read");
	expect(first.stderr).toMatch(/trip\/day 1\/empty\.txt: .*empty/i);
	const [head, ...lines] = (await readFile(join(folder, "facts.csv"), "utf8")).trimEnd().split("\r\n");
	expect(head).toMatch(/^path,state,problem,size,kind,mime,format,/);
	expect(lines.map((line) => line.split(",").slice(0, 2))).toEqual([
		["trip/IMG_1.jpg", "completed"],
		["trip/day 1/empty.txt", "failed"],
		["trip/day 1/🦊 Füchse.txt", "completed"],
	]);

	const again = await darkroom([trip, "--resume", "--forget"]).ended;
	expect(again.code).toBe(1);
	const output = JSON.parse(again.stdout) as {
		files: { path: string; n: number; state: string; facts: unknown }[];
	};
	expect(output.files).toMatchObject([
		{ path: "trip/IMG_1.jpg", n: 1, state: "completed", facts: { kind: "image" } },
		{ path: "trip/day 1/empty.txt", n: 2, state: "failed", problem: { code: "empty-file" }, facts: null },
		{ path: "trip/day 1/🦊 Füchse.txt", n: 3, state: "completed", facts: { kind: "document" } },
	]);
	expect(await readdir(join(state, "darkroom"))).toEqual([]);
});

test("a server that is killed and restarted gets the remaining files", async () => {
	const session = await openSession(server.url);
	const program = darkroom([join(folder, "photos"), "--limit", "100k", "--format", "jsonl"], {
		DARKROOM_TOKEN: `${session.id}.${session.token}`,
	});
	const reader = await followUntil(session, ({ totals }) => totals.stored > 0, { within: START_TIMEOUT_MS });
	await server.kill();
	await server.restart();
	const { code, stdout, stderr } = await program.ended;
	expect({ code, stderr }).toMatchObject({ code: 0 });
	const rows = stdout
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line) as { state: string });
	expect(rows).toHaveLength(PHOTOS);
	expect(rows.every((row) => row.state === "completed")).toBe(true);
	const { state: known } = await followUntil(session, settled(PHOTOS), { reader });
	expect(known.files.size).toBe(PHOTOS);
	expect(await readdir(join(state, "darkroom")), "a credential from the environment is not saved").toEqual(
		[],
	);
});

test("an interrupted run says how to resume, and resuming sends only the rest", async () => {
	const stateHome = join(folder, "interrupted");
	const photos = join(folder, "photos");
	// Too slow to finish before it is interrupted.
	const program = darkroom([photos, "--limit", "20k"], { XDG_STATE_HOME: stateHome });
	const session = await savedSession(stateHome);
	const reader = await followUntil(session, ({ totals }) => totals.stored > 0, { within: START_TIMEOUT_MS });
	program.child.kill("SIGINT");
	const stopped = await program.ended;
	expect(stopped.code).toBe(130);
	expect(stopped.stderr).toContain("--resume");
	expect(stopped.stdout).toBe("");

	const resumed = await darkroom([photos, "--resume"], { XDG_STATE_HOME: stateHome }).ended;
	expect({ code: resumed.code, stderr: resumed.stderr }).toMatchObject({ code: 0 });
	expect((JSON.parse(resumed.stdout) as { files: unknown[] }).files).toHaveLength(PHOTOS);
	const { state: known } = await followUntil(session, settled(PHOTOS), { reader });
	expect([...known.files.keys()].toSorted((a, b) => a - b)).toEqual(
		Array.from({ length: PHOTOS }, (_, at) => at + 1),
	);
});

test("a load is measured and leaves nothing behind", async () => {
	const { code, stdout, stderr } = await darkroom(["load", "--files", "20", "--size", "2k", "--json"]).ended;
	expect({ code, stderr }).toMatchObject({ code: 0 });
	expect(JSON.parse(stdout)).toMatchObject({ files: 20, size: 2_000, failed: 0, waits: { count: 20 } });
});

test("a server that does not answer is reported at once", async () => {
	const { code, stderr } = await startCli([join(folder, "photos"), "--to", "http://127.0.0.1:1"], {
		XDG_STATE_HOME: state,
	}).ended;
	expect(code).toBe(3);
	expect(stderr).toContain("Nothing answers at http://127.0.0.1:1");
});
