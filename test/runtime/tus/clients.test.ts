import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FileDetails } from "../../../src/protocol/http/reply.ts";
import { openSession } from "../../support/server/client.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { waitUntil } from "../../support/server/wait-until.ts";
import { clientUpload, originalOf, sha256, someBytes } from "./client.ts";

const MIB = 1024 * 1024;

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.stop());

describe("an unmodified tus-js-client", () => {
	it.each([
		["no bytes", 0],
		["one byte", 1],
		["one byte less than a part", 5 * MIB - 1],
		["a part", 5 * MIB],
		["two parts and a tail", 12 * MIB],
		["eight parts", 40 * MIB],
	])("uploads %s, and the file is processed", async (_name, length) => {
		const session = await openSession(server.url);
		const bytes = someBytes(length);
		const { upload, done } = clientUpload(session, bytes);
		upload.start();
		const n = await done;
		expect(sha256(await originalOf(session, n))).toBe(sha256(bytes));
		await waitUntil("the file is processed", async () => {
			const { file } = await session.json<FileDetails>(`/api/files/${n}`);
			return file.state === "completed" || file.state === "failed";
		});
		const { file } = await session.json<FileDetails>(`/api/files/${n}`);
		expect(file).toMatchObject({ name: "photo.bin", size: length, stored: length });
	});

	it("sends bytes with the creation", async () => {
		const session = await openSession(server.url);
		const bytes = someBytes(6 * MIB, 2);
		const { upload, done } = clientUpload(session, bytes, { uploadDataDuringCreation: true });
		upload.start();
		expect(sha256(await originalOf(session, await done))).toBe(sha256(bytes));
	});

	it("uploads in chunks that do not match the part size", async () => {
		const session = await openSession(server.url);
		const bytes = someBytes(12 * MIB + 17, 3);
		const { upload, done } = clientUpload(session, bytes, { chunkSize: 3 * MIB + 1 });
		upload.start();
		expect(sha256(await originalOf(session, await done))).toBe(sha256(bytes));
		await waitUntil(
			"one object is left",
			async () => (await server.bucket()).filter(({ key }) => key.startsWith(session.id)).length === 1,
		);
	});

	it("announces the length at the end", async () => {
		const session = await openSession(server.url);
		const bytes = someBytes(13 * MIB, 4);
		const { upload, done } = clientUpload(session, bytes, { uploadLengthDeferred: true, chunkSize: 4 * MIB });
		upload.start();
		expect(sha256(await originalOf(session, await done))).toBe(sha256(bytes));
	});

	it("pauses and resumes", async () => {
		const session = await openSession(server.url);
		const bytes = someBytes(40 * MIB, 5);
		let paused = false;
		const resumedAt: number[] = [];
		const { upload, done } = clientUpload(session, bytes, {
			chunkSize: 8 * MIB,
			onProgress(sent) {
				if (paused || sent < 18 * MIB) return;
				paused = true;
				void upload.abort().then(() => upload.start());
			},
			onAfterResponse(request, response) {
				if (request.getMethod() === "HEAD") resumedAt.push(Number(response.getHeader("Upload-Offset")));
			},
		});
		upload.start();
		expect(sha256(await originalOf(session, await done))).toBe(sha256(bytes));
		expect(resumedAt[0]).toBeGreaterThanOrEqual(16 * MIB);
	});

	it("uploads three parallel parts that become one file", async () => {
		const session = await openSession(server.url);
		const bytes = someBytes(20 * MIB + 5, 6);
		const { upload, done } = clientUpload(session, bytes, { parallelUploads: 3 });
		upload.start();
		expect(sha256(await originalOf(session, await done))).toBe(sha256(bytes));
		await waitUntil(
			"one object is left",
			async () => (await server.bucket()).filter(({ key }) => key.startsWith(session.id)).length === 1,
		);
	});

	it("terminates an upload and removes what was stored", async () => {
		const session = await openSession(server.url);
		const { upload, done } = clientUpload(session, someBytes(12 * MIB, 7), {
			chunkSize: 7 * MIB,
			onChunkComplete: () => void upload.abort(true).then(() => done.catch(() => {})),
		});
		upload.start();
		await waitUntil("nothing is left", async () => {
			const objects = (await server.bucket()).filter(({ key }) => key.startsWith(session.id));
			const { totals } = await session.json<{ totals: { files: number } }>("/api/session");
			return upload.url !== null && objects.length === 0 && totals.files === 0;
		});
	});
});
