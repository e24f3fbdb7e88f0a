import { afterAll, beforeAll, expect, test } from "vitest";
import type { JobMessage } from "../../../src/dialects/videos/job-message.ts";
import type { ManifestReply } from "../../../src/protocol/files/manifest.ts";
import type { FileDetails } from "../../../src/protocol/http/reply.ts";
import { makeFilm } from "../../fixtures/mp4.ts";
import { makePhoto } from "../../fixtures/photo.ts";
import { type BadServer, startBadServer } from "../../support/server/bad-server.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { followUntil } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { openSocket } from "../../support/server/socket.ts";
import { expectRefusal } from "../expect-problem.ts";
import { objectsOf, settled } from "./upload-helpers.ts";

const PHOTO = makePhoto(1).bytes;
const CAPTIONS = ["Bytes stored are honest.", "Bytes sent are not.", "A queue keeps its order."];
const FILM = makeFilm({ title: "A talk", captions: CAPTIONS.map((line) => [2, line] as const) });
/** Nine tenths of it are more than one part. */
const LONG_FILM = makeFilm({ title: "A long talk", filmBytes: 7 * 1024 * 1024 });

let badServer: BadServer;
let server: TestServer;
let strict: TestServer;
beforeAll(async () => {
	badServer = await startBadServer({ "/photo.jpg": PHOTO, "/talk.mp4": FILM, "/long.mp4": LONG_FILM });
	[server, strict] = await Promise.all([
		startServer({ vars: { ALLOW_PRIVATE_LINKS: "yes" } }),
		startServer({ vars: { LINK_RESOLVER: `${badServer.url}/dns-query` } }),
	]);
});
afterAll(() => Promise.all([server.stop(), strict.stop(), badServer.close()]));

function add(session: TestSession, ...paths: string[]): Promise<ManifestReply> {
	const links = paths.map((path) => ({ url: path.startsWith("/") ? badServer.url + path : path }));
	return session.post<ManifestReply>("/api/batches/links/links", { links });
}

test("photos, pages and videos are fetched from links and processed like any other file", async () => {
	const session = await openSession(server.url);
	const paths = ["/photo.jpg", "/talk.mp4", "/article.html", "/watch", "/gone.bin"];
	const added = await add(session, ...paths);
	expect(added.files).toEqual([1, 2, 3, 4, 5]);
	expect((await add(session, ...paths)).files).toEqual(added.files);
	const { state } = await followUntil(session, settled(5));
	expect([...state.files.values()].map(({ kind, state, problem }) => [kind, state, problem?.code])).toEqual([
		["image", "completed", undefined],
		["video", "completed", undefined],
		["document", "completed", undefined],
		["video", "failed", "link-no-media"],
		[undefined, "failed", "link-gone"],
	]);
	expect(state.files.get(1)).toMatchObject({ name: "photo.jpg", host: "127.0.0.1", size: PHOTO.length });
	expect((await session.json<FileDetails>("/api/files/4")).facts?.summary).toMatchObject([
		{ name: "title", text: "Honest progress" },
		{ name: "author", text: "Ada" },
		{ name: "provider" },
		{ name: "thumbnailUrl" },
	]);
	expect(await (await session.fetch("/api/files/2/transcript.vtt")).text()).toContain(
		"A queue keeps its order.",
	);
	expect(JSON.stringify([...state.files.values()])).not.toContain("http://");
});

test("a job that starts with a link reports every stage of seed 004 in order", async () => {
	const session = await openSession(server.url);
	const headers = { authorization: session.authorization };
	const socket = await openSocket<JobMessage>(`${server.url}/ws/me`, { headers });
	await add(session, "/talk.mp4");
	const stages: string[] = [];
	for await (const { type, stage } of socket) {
		if (stage !== undefined && stage !== stages.at(-1)) stages.push(stage);
		if (type === "processing_complete") break;
	}
	expect(stages).toEqual([
		"url_validation",
		"upload_complete",
		"metadata_extraction",
		"transcript_generation",
		"content_analysis",
		"mindmap_generation",
		"data_storage",
		"indexing",
		"completed",
	]);
	await socket.close();
});

test("bytes stored before a kill are not fetched again", async () => {
	const session = await openSession(server.url);
	await add(session, "/half/long.mp4");
	await followUntil(session, ({ gauges }) => (gauges.stored?.[1] ?? 0) > 0);
	await server.kill();
	await server.restart();
	const { state } = await followUntil(session, settled(1));
	expect(state.files.get(1)).toMatchObject({ state: "completed", size: LONG_FILM.length, kind: "video" });
	expect(badServer.asked.filter((asked) => asked.startsWith("/half/long.mp4"))).toEqual([
		"/half/long.mp4 -",
		`/half/long.mp4 bytes=${5 * 1024 * 1024}-`,
	]);
	expect((await objectsOf(server, session)).map(({ size }) => size)).toEqual([LONG_FILM.length]);
});

test("private hosts are never contacted, by address or by name", async () => {
	const session = await openSession(strict.url);
	const before = badServer.asked.length;
	await add(
		session,
		"/photo.jpg",
		"http://inside.example.com/",
		"http://[::1]/",
		"http://unknown.example.com/",
	);
	const { state } = await followUntil(session, settled(4));
	expect([...state.files.values()].map(({ problem }) => problem?.code)).toEqual([
		"link-refused",
		"link-refused",
		"link-refused",
		"link-unreachable",
	]);
	expect(badServer.asked.slice(before).every((asked) => asked.startsWith("/dns-query"))).toBe(true);
	await expectRefusal(
		await session.fetch("/api/batches/links/links", { method: "POST", body: '{"links":[{"url":"x"}]}' }),
		400,
		"malformed",
	);
});
