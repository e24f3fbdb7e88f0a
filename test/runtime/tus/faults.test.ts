import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FileReply } from "../../../src/protocol/http/reply.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { followUntil } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { socketDrained } from "../../support/server/socket-drained.ts";
import { createUpload, numberOf, offsetOf, originalOf, patch, sha256, someBytes, tus } from "./client.ts";

const MIB = 1024 * 1024;

let server: TestServer;
beforeAll(async () => {
	server = await startServer({ inspect: true });
});
afterAll(() => server.stop());

/**
 * Starts a PATCH with the Content-Length of `length` but sends only `bytes`; resolves with its socket once the server has
 * read them.
 */
async function startPatch(session: TestSession, path: string, offset: number, length: number, bytes: Buffer) {
	const { hostname, port } = new URL(session.url);
	const socket = connect(Number(port), hostname);
	socket.on("error", () => {});
	await once(socket, "connect");
	const head = [
		`PATCH ${path} HTTP/1.1`,
		`host: ${hostname}`,
		`authorization: ${session.authorization}`,
		"tus-resumable: 1.0.0",
		`upload-offset: ${offset}`,
		"content-type: application/offset+octet-stream",
		`content-length: ${length}`,
	];
	socket.write(`${head.join("\r\n")}\r\n\r\n`);
	await new Promise<void>((resolve) => socket.write(bytes, () => resolve()));
	await socketDrained(socket);
	return socket;
}

describe("a lost connection", () => {
	it("loses no bytes that arrived: HEAD reports them at once, and the remaining bytes complete the file", async () => {
		const session = await openSession(server.url);
		const bytes = someBytes(12 * MIB);
		const path = await createUpload(session, bytes.length);
		const socket = await startPatch(session, path, 0, bytes.length, bytes.subarray(0, 7 * MIB));
		socket.destroy();
		expect(await offsetOf(session, path)).toBe(7 * MIB);
		const rest = await patch(session, path, 7 * MIB, bytes.subarray(7 * MIB));
		expect(rest.status).toBe(204);
		expect(rest.headers.get("upload-offset")).toBe(String(bytes.length));
		expect(sha256(await originalOf(session, numberOf(path)))).toBe(sha256(bytes));
	});

	it("is superseded when the client comes back on another one, even if it never closed", async () => {
		const session = await openSession(server.url);
		const bytes = someBytes(12 * MIB, 2);
		const path = await createUpload(session, bytes.length);
		const socket = await startPatch(session, path, 0, bytes.length, bytes.subarray(0, 7 * MIB));
		const locked = await patch(session, path, await stored(session, path), bytes.subarray(0, 10));
		expect([409, 423]).toContain(locked.status);
		const offset = await offsetOf(session, path);
		expect(offset).toBeLessThanOrEqual(7 * MIB);
		expect((await patch(session, path, offset, bytes.subarray(offset))).status).toBe(204);
		socket.destroy();
		expect(sha256(await originalOf(session, numberOf(path)))).toBe(sha256(bytes));
	});
});

/** The stored bytes by the file's record, without a tus request. */
async function stored(session: TestSession, path: string): Promise<number> {
	return (await session.json<FileReply>(`/api/files/${numberOf(path)}`)).file.stored;
}

describe("three concurrent requests at one offset", () => {
	it("store once", async () => {
		const session = await openSession(server.url);
		const bytes = someBytes(6 * MIB, 3);
		const path = await createUpload(session, bytes.length);
		const answers = await Promise.all([1, 2, 3].map(() => patch(session, path, 0, bytes)));
		const statuses = answers.map(({ status }) => status).sort();
		expect(statuses[0]).toBe(204);
		for (const status of statuses.slice(1)) expect([409, 423]).toContain(status);
		expect(sha256(await originalOf(session, numberOf(path)))).toBe(sha256(bytes));
	});

	it("store once when they are small, and the others are refused", async () => {
		const session = await openSession(server.url);
		const bytes = someBytes(1000, 3);
		const path = await createUpload(session, 3000);
		const answers = await Promise.all([1, 2, 3].map(() => patch(session, path, 0, bytes)));
		const statuses = answers.map(({ status }) => status).sort();
		expect(statuses[0]).toBe(204);
		for (const status of statuses.slice(1)) expect([409, 423]).toContain(status);
		expect(await offsetOf(session, path)).toBe(1000);
	});
});

describe("a server that is killed", () => {
	it("continues from the last stored offset with the same bytes", async () => {
		const session = await openSession(server.url);
		const bytes = someBytes(32 * MIB, 4);
		const path = await createUpload(session, bytes.length);
		const socket = await startPatch(session, path, 0, bytes.length, bytes.subarray(0, 21 * MIB));
		await followUntil(session, ({ gauges }) => (gauges.stored?.[numberOf(path)] ?? 0) >= 10 * MIB);
		await server.kill();
		socket.destroy();
		await server.restart();
		const offset = await offsetOf(session, path);
		expect(offset).toBeGreaterThanOrEqual(10 * MIB);
		const cut = await startPatch(
			session,
			path,
			offset,
			bytes.length - offset,
			bytes.subarray(offset, offset + 3 * MIB),
		);
		cut.destroy();
		const next = await offsetOf(session, path);
		expect(next).toBe(offset + 3 * MIB);
		await server.kill();
		await server.restart();
		expect(await offsetOf(session, path)).toBe(next);
		expect((await patch(session, path, next, bytes.subarray(next))).status).toBe(204);
		expect(sha256(await originalOf(session, numberOf(path)))).toBe(sha256(bytes));
	});

	it("lets a writer continue when its actor is evicted in the middle of a body", async () => {
		const session = await openSession(server.url);
		const bytes = someBytes(24 * MIB, 5);
		const path = await createUpload(session, bytes.length);
		const socket = await startPatch(session, path, 0, bytes.length, bytes.subarray(0, 11 * MIB));
		await server.evict(session.id);
		let answer = "";
		socket.on("data", (data: Buffer) => {
			answer += data.toString();
		});
		socket.write(bytes.subarray(11 * MIB));
		while (!answer.includes("\r\n\r\n")) await once(socket, "data");
		socket.destroy();
		expect(answer).toMatch(/^HTTP\/1\.1 204/);
		expect(sha256(await originalOf(session, numberOf(path)))).toBe(sha256(bytes));
	});
});

describe("a user who pauses, resumes and cancels", () => {
	it("stops the upload, keeps what is stored, continues it, and removes everything", async () => {
		const session = await openSession(server.url);
		const bytes = someBytes(14 * MIB, 6);
		const path = await createUpload(session, bytes.length);
		const n = numberOf(path);
		expect((await patch(session, path, 0, bytes.subarray(0, 7 * MIB))).status).toBe(204);
		await session.post(`/api/files/${n}/pause`);
		expect((await patch(session, path, 7 * MIB, bytes.subarray(7 * MIB))).status).toBe(423);
		await session.post(`/api/files/${n}/resume`);
		expect((await patch(session, path, 7 * MIB, bytes.subarray(7 * MIB, 8 * MIB))).status).toBe(204);
		await session.post(`/api/files/${n}/cancel`);
		expect((await tus(session, "HEAD", path)).status).toBe(410);
		expect((await server.bucket()).filter(({ key }) => key.startsWith(session.id))).toEqual([]);
		expect(await server.sql(session.id, "SELECT n FROM uploads")).toEqual([]);
	});
});
