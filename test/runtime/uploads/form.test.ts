import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FormReply } from "../../../src/protocol/http/reply.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { followUntil } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { expectProblem, expectRefusal } from "../expect-problem.ts";
import { formBody, postForm, sendForm } from "./form-body.ts";
import { announce, objectsOf, readBatch, settled } from "./upload-helpers.ts";

let server: TestServer;
let session: TestSession;
beforeAll(async () => {
	server = await startServer();
});
beforeAll(async () => {
	session = await openSession(server.url);
});
afterAll(() => server.stop());

const bytes = (text: string) => new TextEncoder().encode(text);
const file = (name: string, text = name, field = "files") => ({ name, bytes: bytes(text), field });
const original = async (own: TestSession, n: number | undefined) =>
	(await own.fetch(`/api/files/${n}/original`)).text();

describe("the files of a form", () => {
	test("are stored by name when they were not announced, two with the same name as two", async () => {
		const reply = await sendForm(session, "by-name", [
			file("a.txt", "one"),
			file("a.txt", "two"),
			file("b.txt"),
		]);
		expect(reply).toMatchObject({
			batch: "by-name",
			files: [{ name: "a.txt" }, { name: "a.txt" }, { name: "b.txt" }],
		});
		expect(reply.files.every(({ state, n }) => state === "stored" && n !== undefined)).toBe(true);
		expect(await Promise.all(reply.files.map(({ n }) => original(session, n)))).toEqual([
			"one",
			"two",
			"b.txt",
		]);
		expect(reply.problem).toBeUndefined();
	});

	test("are numbered in their order in the form, whichever is stored first", async () => {
		const texts = ["x".repeat(400_000), "b", "y".repeat(200_000), "d", "e"];
		const reply = await sendForm(
			session,
			"in-order",
			texts.map((text, index) => file(`${index}.txt`, text)),
		);
		const numbers = reply.files.map(({ n }) => n ?? 0);
		expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
	});

	test("are matched to announced files by number, in any order", async () => {
		const [a, b] = await announce(session, "by-number", { name: "a", size: 1 }, { name: "b", size: 2 });
		const reply = await sendForm(session, "by-number", [
			file("whatever", "bb", String(b)),
			file("", "a", String(a)),
		]);
		expect(reply.files.map(({ n, name, state }) => [n, name, state])).toEqual([
			[b, "b", "stored"],
			[a, "a", "stored"],
		]);
	});

	test("are matched to announced files by name and size, two with the same name in turn", async () => {
		const sizes = [3, 3, 4];
		const numbers = await announce(session, "by-both", ...sizes.map((size) => ({ name: "a.txt", size })));
		const reply = await sendForm(session, "by-both", [
			file("a.txt", "four"),
			file("a.txt", "one"),
			file("a.txt", "two"),
		]);
		const [four, ...three] = reply.files.map(({ n }) => n);
		expect(four).toBe(numbers[2]);
		// Which of two equal ones comes first depends on storage.
		expect(three.sort()).toEqual(numbers.slice(0, 2));
		const unannounced = await sendForm(session, "by-both", [file("a.txt", "fives")]);
		expect(numbers).not.toContain(unannounced.files[0]?.n);
	});

	test("each have their own result", async () => {
		const [n, other] = await announce(session, "mixed", { name: "a", size: 1 }, { name: "b", size: 9 });
		const files = [
			file("a", "a", String(n)),
			file("a", "x", String(n)),
			file("b", "b", String(other)),
			file("c", "c", "999"),
			file("d"),
		];
		const reply = await sendForm(session, "mixed", files);
		const codes = reply.files.map(({ state, problem }) => problem?.code ?? state);
		expect(codes).toEqual(["stored", "already-stored", "body-too-short", "not-found", "stored"]);
		for (const { problem } of reply.files) if (problem) expectProblem(problem, problem.code);
		expect(await original(session, n)).toBe("a");
		const again = await sendForm(session, "mixed", [file("a", "y", String(n))]);
		expect(again.files[0]?.problem?.code).toBe("already-stored");
		expect(await original(session, n)).toBe("a");
	});

	test("with the number of another batch's file belong to that batch", async () => {
		const [n] = await announce(session, "one-batch", { name: "a", size: 1 });
		const reply = await sendForm(session, "other-batch", [file("a", "a", String(n))]);
		expect(reply.files[0]).toMatchObject({ n, state: "stored" });
		await expectRefusal(await session.fetch("/api/batches/other-batch"), 404, "not-found");
	});

	test.for([
		["../../etc/passwd", "passwd", "etc/passwd"],
		["C:\\photos\\day 1\\a.jpg", "a.jpg", "C:/photos/day 1/a.jpg"],
		["..", "unnamed", undefined],
		["/", "unnamed", undefined],
		["📷 “été”.jpg", "📷 “été”.jpg".normalize("NFC"), undefined],
		['say "cheese".jpg', 'say "cheese".jpg', undefined],
		["100%25.jpg", "100%25.jpg", undefined],
		["a;b=c.jpg", "a;b=c.jpg", undefined],
		["semi; filename=evil.jpg", "semi; filename=evil.jpg", undefined],
	])("keep as much as possible of the name %j", async ([sent = "", name, path]) => {
		const own = await openSession(server.url);
		await sendForm(own, "names", [file(sent, "x")]);
		const [record] = (await readBatch(own, "names")).files;
		expect({ name: record?.name, path: record?.path }).toEqual({ name, path });
	});

	test("keep the extension of a name of 300 bytes", async () => {
		const reply = await sendForm(session, "long", [file(`${"é".repeat(150)}.jpeg`, "x")]);
		const name = reply.files[0]?.name ?? "";
		expect((await readBatch(session, "long")).files[0]?.name).toBe(name);
		expect(name).toMatch(/^é+….jpeg$/);
		expect(bytes(name).length).toBeLessThanOrEqual(255);
	});

	test("may be empty, and may contain every byte and the start of the boundary", async () => {
		const all = Uint8Array.from({ length: 1024 }, (_, index) => index % 256);
		const tricky = bytes(
			"\r\n------darkroom-test-boundar\r\n--\r\n\r\n------darkroom-test-boundary-and-more",
		);
		const own = await openSession(server.url);
		const parts = [
			{ field: "files", filename: "empty", bytes: "" },
			{ field: "files", filename: "all", bytes: all },
			{ field: "files", filename: "tricky", bytes: tricky.subarray(0, 60) },
		];
		const reply = (await (await postForm(own, "bytes", formBody(...parts) as BodyInit)).json()) as FormReply;
		const back = reply.files.map(
			async ({ n }) => new Uint8Array(await (await own.fetch(`/api/files/${n}/original`)).arrayBuffer()),
		);
		expect(await Promise.all(back)).toEqual(
			parts.map(({ bytes }) => (typeof bytes === "string" ? new Uint8Array(0) : new Uint8Array(bytes))),
		);
	});
});

test("stored files are processed, and the bucket has one object per file and nothing else", async () => {
	const { state } = await followUntil(
		session,
		({ totals: { files, states } }) => files > 0 && states.queued + states.processing === 0,
	);
	const stored = [...state.files.values()].filter(({ state }) => state === "completed" || state === "failed");
	const sizes = (await objectsOf(server, session)).map(({ size }) => size);
	expect(sizes.sort()).toEqual(stored.map(({ size }) => size).sort());
});

test("a form of 100 files is stored completely", async () => {
	const own = await openSession(server.url);
	const reply = await sendForm(
		own,
		"hundred",
		Array.from({ length: 100 }, (_, index) => file(`${index}.txt`)),
	);
	expect(reply.files.every(({ state }) => state === "stored")).toBe(true);
	const { state } = await followUntil(own, settled(100));
	expect(state.totals.states.completed).toBe(100);
	expect(await objectsOf(server, own)).toHaveLength(100);
});
