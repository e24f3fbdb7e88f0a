import { WorkerEntrypoint } from "cloudflare:workers";

/** The least that the session takes for facts. */
const FACTS = {
	kind: "document",
	format: { mime: "text/plain", label: "Plain text" },
	summary: [],
	groups: [],
	fields: 0,
	quality: { completeness: 0, present: [], missing: [], confidence: 1, reasons: [] },
	warnings: [],
	read: { bytes: 0, requests: 0 },
};

let last = Promise.resolve();

async function readAll({ jobs }, host) {
	const wanted = await host.begin(jobs.map(({ file }) => file));
	for (const { file, name } of jobs.filter(({ file }) => wanted.includes(file))) {
		if (name.startsWith("spin")) for (;;);
		const outcome = { ok: true, facts: FACTS, mime: "text/plain", lastStage: "completed", took: 1 };
		await host.update([{ file, events: [{ outcome }] }]);
	}
}

/**
 * An extractor with a parser that never ends: a file whose name begins with `spin` keeps its thread for ever, as hostile files have done to
 * real parsers. Everything else is read at once.
 */
export default class Extractor extends WorkerEntrypoint {
	async ping() {}

	/** One call after the other: a file that has not begun is innocent. */
	async read(call, host) {
		const turn = last.then(() => readAll(call, host));
		last = turn.catch(() => {});
		await turn;
	}

	fetch() {
		return new Response("ok");
	}
}
