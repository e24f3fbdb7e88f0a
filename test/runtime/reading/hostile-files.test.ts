import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FileDetails } from "../../../src/protocol/http/reply.ts";
import type { SessionState } from "../../../src/protocol/stream/session-state.ts";
import { join } from "../../fixtures/bytes.ts";
import { makeHeif } from "../../fixtures/heif.ts";
import { makePhoto } from "../../fixtures/photo.ts";
import { makePng } from "../../fixtures/png.ts";
import { chance } from "../../support/seed.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { followUntil } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { sendForm } from "../uploads/form-body.ts";
import { settled } from "../uploads/upload-helpers.ts";

const photo = makePhoto(11).bytes;
const random = chance(20_261_120);
const noise = Uint8Array.from({ length: 20_000 }, () => random.below(256));
const text = (words: string) => new TextEncoder().encode(words);

/** A HEIC file with extra boxes between its `ftyp` and its content. */
function heicWith(...boxes: (readonly number[])[]): Uint8Array {
	const brand = text("ftypheic\0\0\0\0mif1heic");
	return join([0, 0, 0, 24], brand, ...boxes, makeHeif().subarray(24));
}

function flipped(bytes: Uint8Array): Uint8Array {
	const copy = bytes.slice();
	for (let flips = 0; flips < 200; flips++)
		copy[random.below(Math.min(copy.length, 4000))] = random.below(256);
	return copy;
}

const FILES: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [
	{ name: "empty.jpg", bytes: new Uint8Array(0) },
	{ name: "one-byte.jpg", bytes: Uint8Array.of(0xff) },
	{ name: "magic-only.jpg", bytes: photo.subarray(0, 3) },
	...[20, 200, 2000, 20_000].map((length) => ({
		name: `cut-at-${length}.jpg`,
		bytes: photo.subarray(0, length),
	})),
	{ name: "mislabelled.jpg", bytes: makePng() },
	{ name: "noise.jpg", bytes: noise },
	{ name: "jpeg-then-noise.jpg", bytes: join(photo.subarray(0, 600), noise) },
	{ name: "words.jpg", bytes: text("This is a text that calls itself a photo.\n".repeat(20)) },
	{ name: "page.jpg", bytes: text("<!doctype html><script>alert(1)</script>") },
	{ name: "drawing.svg", bytes: text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>') },
	{ name: "zero-length-box.heic", bytes: heicWith([0, 0, 0, 0, ...text("free")]) },
	{ name: "one-length-box.heic", bytes: heicWith([0, 0, 0, 1, ...text("meta"), 0, 0, 0, 0, 0, 0, 0, 0]) },
	{ name: "huge-box.heic", bytes: heicWith([0xff, 0xff, 0xff, 0xff, ...text("meta")]) },
	{
		name: "deep.heic",
		bytes: join(...Array.from({ length: 400 }, () => join([0, 0, 1, 0], "meta", [0, 0, 0, 0]))),
	},
	...Array.from({ length: 12 }, (_, index) => ({ name: `flipped-${index}.jpg`, bytes: flipped(photo) })),
	...Array.from({ length: 6 }, (_, index) => ({ name: `flipped-${index}.heic`, bytes: flipped(makeHeif()) })),
];

let server: TestServer;
let session: TestSession;
let state: SessionState;
/** A file's number, by its name: files of a form are numbered in the order in which they are stored. */
let numbers: ReadonlyMap<string, number | undefined>;
beforeAll(async () => {
	server = await startServer();
	session = await openSession(server.url);
	const sent = await sendForm(session, "hostile", [...FILES, { name: "sound.jpg", bytes: photo }]);
	expect(sent.files.every((file) => file.state === "stored")).toBe(true);
	numbers = new Map(sent.files.map(({ name, n }) => [name, n]));
	({ state } = await followUntil(session, settled(FILES.length + 1)));
});
afterAll(() => server.stop());

describe("a file that is not what it seems", () => {
	test.for(FILES.map(({ name }) => name))("is finished: %s", async (name) => {
		const { file, facts } = await session.json<FileDetails>(`/api/files/${numbers.get(name)}`);
		expect(file).toMatchObject({ name, attempt: 1 });
		if (file.state === "failed") {
			expect(file.problem?.detail).toMatch(/^[A-Z].{15,}\.$/);
			expect(file.problem?.code).toMatch(/^[a-z-]+$/);
			expect(facts).toBeNull();
		} else {
			expect(file).toMatchObject({ state: "completed", progress: 100 });
			expect(facts?.quality.completeness).toBe(file.completeness);
		}
	});

	test.for([
		["empty.jpg", "failed"],
		["magic-only.jpg", "failed"],
		["mislabelled.jpg", "completed"],
		["words.jpg", "completed"],
	] as const)("ends as it should: %s %s", ([name, end]) => {
		expect([...state.files.values()].find((file) => file.name === name)?.state).toBe(end);
	});

	test("is identified by its bytes, not by its name", async () => {
		const mimes = Object.fromEntries([...state.files.values()].map(({ name, mime }) => [name, mime]));
		expect(mimes).toMatchObject({
			"mislabelled.jpg": "image/png",
			"words.jpg": "text/plain",
			"noise.jpg": "application/octet-stream",
		});
		const n = numbers.get("mislabelled.jpg");
		const { facts } = await session.json<FileDetails>(`/api/files/${n}`);
		expect(facts?.warnings.join()).toContain("The name says it is a JPEG");
	});

	test.for(["page.jpg", "drawing.svg"])("is never run by a browser: %s", async (name) => {
		const { headers } = await session.fetch(`/api/files/${numbers.get(name)}/original`);
		expect(headers.get("content-disposition")).toMatch(/^attachment/);
		expect(headers.get("x-content-type-options")).toBe("nosniff");
		expect(headers.get("content-security-policy")).toContain("sandbox");
	});

	test("does not prevent valid files from being read", () => {
		expect(state.files.get(numbers.get("sound.jpg") ?? 0)).toMatchObject({
			state: "completed",
			kind: "image",
		});
		expect(server.logs().filter((line) => line.startsWith("error"))).toEqual([]);
	});
});

test("its thumbnail is a picture or a problem, never a server error", async () => {
	for (let n = 1; n <= FILES.length; n++) {
		const response = await session.fetch(`/api/files/${n}/thumbnail`);
		expect([200, 404]).toContain(response.status);
		await response.arrayBuffer();
	}
});
