import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { openAsBlob } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../../client/http/clock.ts";
import { createFetchSend } from "../../../client/sending/requests/send-by-fetch.ts";
import type { UploadSource } from "../../../client/sending/upload-source.ts";
import { Uploader } from "../../../client/sending/uploader.ts";
import { MIB } from "../../../src/protocol/limits.ts";
import { sessionOf, type TestSession } from "../../support/server/client.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { readBatch } from "./upload-helpers.ts";

const PROJECT = fileURLToPath(new URL("../../..", import.meta.url));

let server: TestServer;
let folder: string;
beforeAll(async () => {
	server = await startServer();
	folder = await mkdtemp(join(tmpdir(), "darkroom-uploader-"));
});
afterAll(() => Promise.all([server.stop(), rm(folder, { recursive: true })]));

/** A file on disk, opened only when it is sent. */
async function onDisk(path: string, bytes: Uint8Array): Promise<UploadSource> {
	const place = join(folder, path.replaceAll("/", "-"));
	await writeFile(place, bytes);
	const name = path.split("/").at(-1) ?? path;
	return {
		name,
		path,
		size: bytes.byteLength,
		lastModified: 1_700_000_000_000,
		blob: () => openAsBlob(place),
	};
}

function sessionFor({ credential = "" }: Uploader): TestSession {
	const [id = "", token = ""] = credential.split(".");
	return sessionOf(server.url, id, token);
}

function sha256(bytes: Uint8Array): string {
	return createHash("sha256").update(bytes).digest("hex");
}

/** SHA-256 of each stored file, by its path. */
async function storedHashes(session: TestSession, batch: string): Promise<Record<string, string>> {
	const { files } = await readBatch(session, batch);
	const hashes = files.map(async ({ n, path, name }) => {
		const bytes = await (await session.fetch(`/api/files/${n}/original`)).bytes();
		return [path ?? name, sha256(bytes)] as const;
	});
	return Object.fromEntries(await Promise.all(hashes));
}

describe("the example in docs/uploader.md", () => {
	test("runs unmodified", async () => {
		const text = await readFile(join(PROJECT, "docs/uploader.md"), "utf8");
		const example = /^```js\n(.*?)^```$/ms.exec(text)?.[1] ?? "";
		const code = example
			.replace("../dist/web/uploader.js", pathToFileURL(join(PROJECT, "dist/web/uploader.js")).href)
			.replace("http://localhost:8787", server.url);
		const ran = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", code]);
		expect(ran.stdout.split("\n")).toEqual(
			expect.arrayContaining(["diary.txt is stored", "ticket.txt is stored", "2 files, 29 bytes"]),
		);
	});
});

describe("a program", () => {
	test("uploads a folder completely although the server is killed, and a second run sends nothing", async () => {
		const contents: Record<string, Uint8Array> = {
			"trip/empty.txt": new Uint8Array(),
			"trip/deep/er/film.bin": randomBytes(24 * MIB),
			"trip/middle.bin": randomBytes(6 * MIB),
		};
		for (let n = 0; n < 120; n++) contents[`trip/small/${n}.bin`] = randomBytes(1 + n * 97);
		const sources = await Promise.all(Object.entries(contents).map(([path, bytes]) => onDisk(path, bytes)));

		let killed: Promise<void> | undefined;
		const first: Uploader = new Uploader({
			origin: server.url,
			batch: "trip",
			// The server is killed in the middle of the film, and restarted with its data.
			send: (request) =>
				createFetchSend(
					fetch,
					systemClock,
				)({
					...request,
					onSent: (bytes) => {
						request.onSent(bytes);
						if (request.method === "PATCH" && bytes > 12 * MIB)
							killed ??= server.kill().then(() => server.restart());
					},
				}),
		});
		const waits: string[] = [];
		const listening = (async () => {
			for await (const event of first.events()) if (event.type === "waiting") waits.push(event.why);
		})();
		expect(await first.add(sources)).toMatchObject({ ok: true });
		const progress = await first.finished();
		await killed;
		first.close();
		await listening;
		expect(killed).toBeDefined();
		expect(waits).toContain("unanswered");
		expect(progress).toMatchObject({ files: sources.length, storedFiles: sources.length, failedFiles: 0 });
		expect(progress.stored).toBe(progress.bytes);

		const session = sessionFor(first);
		const wanted = Object.entries(contents).map(([path, bytes]) => [path, sha256(bytes)]);
		expect(await storedHashes(session, "trip")).toEqual(Object.fromEntries(wanted));

		let sent = 0;
		const second = new Uploader({
			origin: server.url,
			batch: "trip",
			credential: first.credential ?? "",
			send: async () => {
				sent++;
				return { ok: false, problem: { kind: "network" } };
			},
		});
		await second.add(sources);
		expect(await second.finished()).toMatchObject({ storedFiles: sources.length });
		expect(sent).toBe(0);
		second.close();
	});
});
