import { afterAll, beforeAll, expect, test } from "vitest";
import type { FileDetails } from "../../../src/protocol/http/reply.ts";
import type { SearchReply } from "../../../src/protocol/http/search.ts";
import type { ChunksReply } from "../../../src/protocol/text/chunk.ts";
import type { MindNode } from "../../../src/protocol/text/mind-map.ts";
import { makeFilm } from "../../fixtures/mp4.ts";
import { makeWav } from "../../fixtures/wav.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { followUntil } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { waitUntil } from "../../support/server/wait-until.ts";
import { expectRefusal } from "../expect-problem.ts";
import { sendForm } from "../uploads/form-body.ts";
import { announce, settled } from "../uploads/upload-helpers.ts";

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.stop());

/** The hits in spoken words, which have a time; hits in other facts have none. */
async function spoken(session: TestSession, query: string) {
	const { hits } = await session.json<SearchReply>(`/api/session/search?${query}`);
	return hits.filter(({ place }) => place.time !== undefined);
}

test("the words of a video can be read, searched, and exported as a mind map", async () => {
	const session = await openSession(server.url);
	const lines = [
		"Most progress bars measure what was sent.",
		"Bytes stored are the only honest units of progress.",
		"An actor keeps a queue of files for one person.",
		"A hibernating socket costs nothing at all.",
	];
	const film = makeFilm({ title: "Honest progress", captions: lines.map((line) => [3, line] as const) });
	await announce(session, "talks", { name: "talk.mp4", size: film.length });
	await sendForm(session, "talks", [{ name: "talk.mp4", bytes: film }]);
	const { state } = await followUntil(session, settled(1));
	expect(state.files.get(1)).toMatchObject({ state: "completed", stage: "completed", progress: 100 });

	const { chunks } = await session.json<ChunksReply>("/api/files/1/chunks");
	expect(chunks.map(({ place }) => place)).toEqual([{ time: 0, lines: [0, 3, 6, 9] }]);
	expect(await spoken(session, "q=hibernating&kind=video")).toMatchObject([{ file: 1, place: { time: 0 } }]);

	const vtt = await (await session.fetch("/api/files/1/transcript.vtt")).text();
	expect(vtt).toContain("00:00:06.000 --> 00:00:09.000\nAn actor keeps a queue of files for one person.");
	const map = await session.json<MindNode>("/api/files/1/mind-map");
	expect(map.text).toBe("Honest progress");
	const starts = { markdown: "# Honest", mermaid: "mindmap", opml: "<?xml", svg: "<svg" };
	for (const [as, start] of Object.entries(starts)) {
		const saved = await session.fetch(`/api/files/1/mind-map?as=${as}`);
		expect(saved.headers.get("content-disposition")).toContain("attachment");
		expect((await saved.text()).startsWith(start)).toBe(true);
	}
	await expectRefusal(await session.fetch("/api/files/1/mind-map?as=pdf"), 400, "malformed");
});

test("captions of a recording become its words, in either order of arrival", async () => {
	const session = await openSession(server.url);
	const srt =
		"2\r\n00:00:02,000 --> 00:00:03,000\r\nThe second one.\r\n\r\n1\r\n00:00:00,500 --> 00:00:01,500\r\nThe first one.\r\n";
	const captions = { name: "talk.en.srt", bytes: new TextEncoder().encode(srt) };
	const film = { name: "talk.mp4", bytes: makeFilm({ title: "A talk" }) };
	const hasWords = async (key: string, [first, second]: readonly [typeof film, typeof film]) => {
		await sendForm(session, key, [first]);
		await followUntil(session, ({ files }) =>
			[...files.values()].some(({ name, state }) => name === first.name && state === "completed"),
		);
		await sendForm(session, key, [second]);
	};
	await hasWords("after", [film, captions]);
	await hasWords("before", [captions, film]);
	await followUntil(session, settled(4));
	// Indexing is the last step, so everything else is done by then.
	await waitUntil("both can be found by their words", async () => {
		return (await spoken(session, "q=second&kind=video")).length === 2;
	});
	for (const n of [1, 4]) {
		const vtt = await (await session.fetch(`/api/files/${n}/transcript.vtt`)).text();
		expect(vtt.indexOf("The first one.")).toBeGreaterThan(0);
		expect(vtt.indexOf("The second one.")).toBeGreaterThan(vtt.indexOf("The first one."));
	}
});

test("a bound model transcribes a recording piece by piece", async () => {
	const listening = await startServer({ fakes: { file: "test/fakes/whisper.js", bindings: ["AI"] } });
	try {
		const session = await openSession(listening.url);
		const wav = makeWav({ seconds: 100, title: "A talk" });
		await announce(session, "talks", { name: "talk.wav", size: wav.length });
		await sendForm(session, "talks", [{ name: "talk.wav", bytes: wav }]);
		const { state } = await followUntil(session, settled(1));
		expect(state.files.get(1)).toMatchObject({ state: "completed", kind: "audio" });
		const vtt = await (await session.fetch("/api/files/1/transcript.vtt")).text();
		expect(vtt).toContain("00:00:00.500 --> 00:01:06.036\nSomebody spoke for 66 seconds.");
		expect(vtt).toContain("Somebody spoke for 34 seconds.");
		expect(await spoken(session, "q=somebody")).not.toEqual([]);
	} finally {
		await listening.stop();
	}
});

test("the Worker that deploys extracts the facts of videos and audio", async () => {
	const session = await openSession(server.url);
	const files = [
		{ name: "film.mp4", bytes: makeFilm({ place: "+52.5163+013.3777/", title: "A film" }) },
		{ name: "rain.wav", bytes: makeWav({ seconds: 2, title: "Rain" }) },
		{ name: "cut.mp4", bytes: makeFilm({ filmBytes: 5_000 }).slice(0, 3_000) },
	];
	await announce(session, "drop", ...files.map(({ name, bytes }) => ({ name, size: bytes.length })));
	await sendForm(session, "drop", files);
	const { state } = await followUntil(session, settled(files.length));
	expect([...state.files.values()].map(({ kind, state }) => [kind, state])).toEqual([
		["video", "completed"],
		["audio", "completed"],
		["video", "failed"],
	]);
	const details = await Promise.all([1, 2].map((n) => session.json<FileDetails>(`/api/files/${n}`)));
	const facts = details.map(({ facts }) =>
		Object.fromEntries((facts?.summary ?? []).map(({ name, text }) => [name, text])),
	);
	expect(facts).toMatchObject([
		{ title: "A film", duration: "4.0 s", size: "640 × 360", location: "52.51630° N, 13.37770° E" },
		{ title: "Rain", duration: "2.0 s", sampleRate: "8 kHz" },
	]);
	expect(state.files.get(3)?.problem).toMatchObject({ code: "unreadable-media" });
});
