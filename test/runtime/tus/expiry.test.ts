import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ManifestReply } from "../../../src/protocol/files/manifest.ts";
import type { FileDetails } from "../../../src/protocol/http/reply.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { waitUntil } from "../../support/server/wait-until.ts";
import { createUpload, numberOf, patch, someBytes, tus } from "./client.ts";

const MIB = 1024 * 1024;

let folder: string;
let server: TestServer;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), "darkroom-tus-"));
	server = await startServer({ inspect: true, persistTo: folder });
});
afterEach(async () => {
	await server.stop();
	rmSync(folder, { recursive: true, force: true });
});

/** From now on, uploads expire at once: before that, a test may take as long to prepare them as the machine needs. */
const expireUploads = () => server.restart({ UPLOAD_HOURS: "0.000001" });

/** The number of a session's open multipart uploads. R2's binding cannot list them, so this reads the simulator's database. */
function openMultiparts(session: TestSession): number {
	let open = 0;
	for (const file of globSync(join(folder, "**/*.sqlite"))) {
		const database = new DatabaseSync(file, { readOnly: true });
		const has = database.prepare("SELECT 1 FROM sqlite_master WHERE name = '_mf_multipart_uploads'").all();
		if (has.length > 0) {
			const query = "SELECT count(*) AS open FROM _mf_multipart_uploads WHERE state = 0 AND key LIKE ?";
			open += Number(database.prepare(query).get(`${session.id}%`)?.open);
		}
		database.close();
	}
	return open;
}

async function objectsOf(session: TestSession): Promise<string[]> {
	return (await server.bucket()).map(({ key }) => key).filter((key) => key.startsWith(session.id));
}

/** All rows about uploads, files and deletions. */
async function rowsOf(session: TestSession): Promise<string> {
	const rows = [];
	for (const table of ["uploads", "parts", "trash", "frames", "checkpoint", "facts"])
		rows.push(...(await server.sql(session.id, `SELECT * FROM ${table}`)));
	return JSON.stringify(rows);
}

/** Resolves when an upload has expired. Nothing reports that to its client. */
async function expired(session: TestSession, path: string): Promise<void> {
	await waitUntil(`${path} is gone`, async () => (await tus(session, "HEAD", path)).status === 410);
}

/** Resolves when nothing of a session is in storage, and nothing waits to be deleted there. */
async function storageEmpty(session: TestSession): Promise<void> {
	await waitUntil("storage is empty", async () => {
		if ((await objectsOf(session)).length > 0 || openMultiparts(session) > 0) return false;
		return (await server.sql(session.id, "SELECT id FROM trash")).length === 0;
	});
}

/** An unfinished upload with several parts and a tail. */
async function startUpload(
	session: TestSession,
	name: string,
	more: Record<string, string> = {},
): Promise<string> {
	const headers = { "upload-metadata": `filename ${Buffer.from(name).toString("base64")}`, ...more };
	const path = await createUpload(session, 30 * MIB, headers);
	expect((await patch(session, path, 0, someBytes(12 * MIB))).status).toBe(204);
	return path;
}

describe("an abandoned upload", () => {
	it("expires with its parts, its tail and all its rows", async () => {
		const session = await openSession(server.url);
		const path = await startUpload(session, "secret.bin");
		const partial = await startUpload(session, "part.bin", { "upload-concat": "partial" });
		expect(openMultiparts(session)).toBe(2);
		expect(await objectsOf(session)).toHaveLength(2);
		await expireUploads();
		await expired(session, path);
		await expired(session, partial);
		await storageEmpty(session);
		const rows = await rowsOf(session);
		expect(rows).not.toContain("secret");
		expect(await server.sql(session.id, "SELECT n FROM uploads")).toEqual([]);
		// Not only what a restart finds: the alarm of an upload that begins now is set as well.
		await expired(session, await createUpload(session, 30 * MIB));
	});

	it("leaves its announced file, which is expected again", async () => {
		const session = await openSession(server.url);
		const files = [{ name: "a.bin", size: 30 * MIB }];
		const { files: numbers } = await session.post<ManifestReply>("/api/batches/drop", { files });
		const meta = `n ${Buffer.from(String(numbers[0])).toString("base64")}`;
		const path = await startUpload(session, "a.bin", { "upload-metadata": meta });
		expect(numberOf(path)).toBe(numbers[0]);
		await expireUploads();
		await expired(session, path);
		const { file } = await session.json<FileDetails>(`/api/files/${numbers[0]}`);
		expect(file).toMatchObject({ state: "expected", stored: 0, size: 30 * MIB });
		await storageEmpty(session);
	});

	it("is removed with its file and with its session", async () => {
		const session = await openSession(server.url);
		const removed = await startUpload(session, "one.bin");
		await startUpload(session, "two.bin");
		expect((await session.fetch(`/api/files/${numberOf(removed)}`, { method: "DELETE" })).status).toBe(204);
		expect(openMultiparts(session)).toBe(1);
		expect((await session.fetch("/api/session", { method: "DELETE" })).status).toBe(204);
		expect(openMultiparts(session)).toBe(0);
		expect(await objectsOf(session)).toEqual([]);
	});
});
