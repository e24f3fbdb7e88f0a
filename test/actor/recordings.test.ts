import { afterAll, beforeAll, expect, test } from "vitest";
import type { FileDetails } from "../../src/protocol/reply.ts";
import { makeFilm } from "../fixtures/mp4.ts";
import { makeWav } from "../fixtures/wav.ts";
import { openSession } from "../support/client.ts";
import { followUntil } from "../support/follow.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { sendForm } from "./form-body.ts";
import { announce, settled } from "./uploading.ts";

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.stop());

test("videos and sound tell their facts in the Worker that deploys", async () => {
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
	const told = await Promise.all([1, 2].map((n) => session.json<FileDetails>(`/api/files/${n}`)));
	const facts = told.map(({ facts }) =>
		Object.fromEntries((facts?.summary ?? []).map(({ name, text }) => [name, text])),
	);
	expect(facts).toMatchObject([
		{ title: "A film", duration: "4.0 s", size: "640 × 360", location: "52.51630° N, 13.37770° E" },
		{ title: "Rain", duration: "2.0 s", sampleRate: "8 kHz" },
	]);
	expect(state.files.get(3)?.problem).toMatchObject({ code: "unreadable-media" });
});
