import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makePhoto } from "../../fixtures/photo.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { expectRefusal } from "../expect-problem.ts";
import { type Contact, connect, extract, newContact, readUntil } from "./images-mvp-client.ts";

const photo = makePhoto(3);

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.stop());

const file = (name = photo.name, bytes: Uint8Array | string = photo.bytes) => ({ name, bytes });

/** A caller whose socket has received its greeting. */
async function greeted(key: string, contact: Contact = newContact(server.url)) {
	const socket = await connect(contact, key);
	expect(await socket.next()).toEqual({ type: "connected", sessionId: key, timestamp: expect.any(String) });
	expect(await socket.next()).toMatchObject({ type: "heartbeat", sessionId: key });
	return { contact, socket };
}

describe("the progress of seeds 000 and 001", () => {
	test("is reported step by step, to the end", async () => {
		const { contact, socket } = await greeted("test_session_1");
		const response = await extract(contact, file(), { session_id: "test_session_1" });
		expect(response.status).toBe(202);
		expect(await response.json()).toMatchObject({
			sessionId: "test_session_1",
			status: "processing",
			message: "File upload started",
		});
		const received = await readUntil(socket, "complete");
		const steps = received.slice(0, -1);
		const expected = [
			[10, "File uploaded successfully", "upload_complete"],
			[20, "Starting metadata extraction", "extraction_start"],
			[90, "Metadata extraction complete", "extraction_complete"],
			[100, "Processing complete", "complete"],
		];
		expect(steps.map(({ type, progress, message, stage }) => [type, progress, message, stage])).toEqual(
			expected.map((step) => ["progress", ...step]),
		);
		for (const { status, message, timestamp } of steps) {
			expect(status).toBe(message);
			expect(new Date(String(timestamp)).toISOString()).toBe(timestamp);
		}
		expect(received.at(-1)).toMatchObject({
			type: "complete",
			sessionId: "test_session_1",
			metadata: {
				fields_extracted: expect.any(Number),
				processing_time_ms: expect.any(Number),
				file_size: photo.bytes.length,
				quality_metrics: {
					confidence_score: expect.any(Number),
					extraction_completeness: expect.any(Number),
				},
			},
		});
		expect(received.at(-1)?.metadata?.fields_extracted).toBeGreaterThan(10);
		await socket.close();
	});

	test("answers a JSON ping with a pong, and survives nonsense", async () => {
		const { socket } = await greeted("pinged");
		for (const nonsense of ["what", "{", "[]", '{"type":"unknown"}', "x".repeat(10_000)])
			socket.send(nonsense);
		socket.send({ type: "ping" });
		expect(await socket.next()).toEqual({ type: "pong", timestamp: expect.any(String) });
		await socket.ping();
		await socket.close();
	});

	test.for([
		["an empty file", ""],
		["a photo without a picture", photo.bytes.subarray(0, 12)],
	] as const)("ends in an error for %s, with a sentence", async ([key, bytes]) => {
		const id = key.replaceAll(" ", "-");
		const { contact, socket } = await greeted(id);
		expect((await extract(contact, file("broken.jpg", bytes), { session_id: id })).status).toBe(202);
		const received = await readUntil(socket, "error");
		expect(received.at(-1)).toMatchObject({
			type: "error",
			sessionId: id,
			error: expect.stringMatching(/^[A-Z].{15,}\.$/),
		});
		await socket.close();
	});

	test("is summarised for a client that connects late", async () => {
		const { contact, socket } = await greeted("late");
		await extract(contact, file(), { session_id: "late" });
		const received = await readUntil(socket, "complete");
		const late = await greeted("late", contact);
		const again = await readUntil(late.socket, "complete");
		expect(again.map(({ type, progress }) => [type, progress])).toEqual([
			["progress", 100],
			["complete", undefined],
		]);
		expect(again.at(-1)?.metadata).toEqual(received.at(-1)?.metadata);
		await Promise.all([socket.close(), late.socket.close()]);
	});

	test("is reported for every file of the session that the form named, and for no other", async () => {
		const { contact, socket } = await greeted("mine");
		await extract(contact, file("other.jpg"), { session_id: "another-key" });
		await extract(contact, file("one.jpg"), { session_id: "mine" });
		await readUntil(socket, "complete");
		await extract(contact, file("two.jpg"), { session_id: "mine" });
		const received = await readUntil(socket, "complete");
		expect(new Set(received.map(({ filename, metadata }) => filename ?? metadata?.filename))).toEqual(
			new Set(["two.jpg"]),
		);
		await socket.close();
	});

	test("of one caller is not visible to another who names the same session", async () => {
		const [mine, theirs] = [await greeted("shared-name"), await greeted("shared-name")];
		await extract(mine.contact, file("secret.jpg"), { session_id: "shared-name" });
		await readUntil(mine.socket, "complete");
		theirs.socket.send({ type: "ping" });
		expect(await theirs.socket.next()).toMatchObject({ type: "pong" });
		await Promise.all([mine.socket.close(), theirs.socket.close()]);
	});
});

describe("an extract form", () => {
	test.for([["before"], ["after"]] as const)("may name its session %s the file", async ([place]) => {
		const response = await extract(newContact(server.url), file(), { session_id: `named-${place}` }, place);
		expect(await response.json()).toMatchObject({ sessionId: `named-${place}` });
	});

	test.for([
		["names none", {}],
		["names an empty one", { session_id: "" }],
	] as const)("is given a session when it %s", async ([, fields]) => {
		const contact = newContact(server.url);
		const response = await extract(contact, file(), fields);
		const { sessionId } = (await response.json()) as { sessionId: string };
		expect(sessionId).toMatch(/^[A-Za-z0-9_-]{8,}$/);
		const socket = await connect(contact, sessionId);
		await readUntil(socket, "complete");
		await socket.close();
	});

	test.for(["a b", "../x", "a".repeat(200), "ü"])("is refused with the session %j", async (id) => {
		const before = await server.bucket();
		await expectRefusal(await extract(newContact(server.url), file(), { session_id: id }), 400, "malformed");
		expect(await server.bucket()).toEqual(before);
	});

	test("is refused without a file, and when it is not a form", async () => {
		const url = `${server.url}/api/images_mvp/extract`;
		const form = new FormData();
		form.append("session_id", "no-file");
		await expectRefusal(await fetch(url, { method: "POST", body: form }), 400, "malformed");
		await expectRefusal(await fetch(url, { method: "POST", body: "{}" }), 415, "unsupported-type");
	});
});

describe("first contact", () => {
	test("sets the cookie on the socket's 101, and it is valid afterwards", async () => {
		const { contact, socket } = await greeted("first");
		expect(contact.setCookie).toMatch(
			/^darkroom=[0-9a-f]{64}\.[A-Za-z0-9_-]{43}; .*HttpOnly; SameSite=Strict/,
		);
		const response = await extract(contact, file(), { session_id: "first" });
		expect(response.headers.get("set-cookie")).toBeNull();
		await readUntil(socket, "complete");
		await socket.close();
	});

	test("sets the cookie on the 202 too", async () => {
		const contact = newContact(server.url);
		const response = await extract(contact, file(), { session_id: "posted" });
		expect(response.headers.get("set-cookie")).toMatch(/^darkroom=/);
		const socket = await connect(contact, "posted");
		await readUntil(socket, "complete");
		await socket.close();
	});

	test("replaces a cookie whose session is gone, but not a Bearer", async () => {
		const cookie = `darkroom=${"0".repeat(64)}.${"A".repeat(43)}`;
		const contact = { ...newContact(server.url), cookie };
		expect((await extract(contact, file(), { session_id: "stale" })).headers.get("set-cookie")).toMatch(
			/^darkroom=/,
		);
		const headers = { authorization: `Bearer ${"0".repeat(64)}.${"A".repeat(43)}` };
		const body = new FormData();
		body.append("file", new Blob(["x"]), "x");
		const url = `${server.url}/api/images_mvp/extract`;
		await expectRefusal(await fetch(url, { method: "POST", headers, body }), 401, "unauthorized");
	});
});

test("the socket's address without an upgrade is refused with 426", async () => {
	const response = await fetch(`${server.url}/api/images_mvp/progress/test`);
	await expectRefusal(response, 426, "upgrade-required");
});

test("a socket for an invalid batch key is refused", async () => {
	await expect(connect(newContact(server.url), encodeURIComponent("a b"))).rejects.toThrow("answered 400");
});
