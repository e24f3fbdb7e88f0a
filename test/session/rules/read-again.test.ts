import { describe, expect, it } from "vitest";
import type { ReadSummary } from "../../../src/session/rules/file-rules.ts";
import { type TestSession, testSession } from "../../support/fakes/test-session.ts";

const FOUND: ReadSummary = {
	stage: "complete",
	kind: "video",
	mime: "video/mp4",
	fields: 1,
	took: 1,
	completeness: 1,
	confidence: 1,
	thumbnail: false,
};

function store({ session }: TestSession, name: string): number {
	const to = { key: "drop", entry: { name, size: 1 } };
	const stored = session.execute({ type: "store", arrivals: [{ object: `o-${name}`, size: 1, to }] });
	const result = stored.ok ? stored.value.results[0] : undefined;
	return result?.ok ? result.value : 0;
}

/** Completes a recording. `triedCaptions`: set when no words were found. */
function read({ session }: TestSession, file: number, triedCaptions?: readonly number[]): void {
	session.execute({ type: "start", files: [file] });
	session.execute({ type: "complete", file, found: FOUND, ...(triedCaptions && { triedCaptions }) });
}

describe("a recording without words", () => {
	it("is read again when its captions are stored afterwards", () => {
		const testbed = testSession();
		const film = store(testbed, "talk.mp4");
		read(testbed, film, []);
		expect(testbed.session.file(film)?.state).toBe("completed");
		store(testbed, "talk.en.srt");
		expect(testbed.session.file(film)).toMatchObject({ state: "queued", attempt: 0 });
	});

	it("is read again when its captions are stored while it is being read", () => {
		const testbed = testSession();
		const film = store(testbed, "talk.mp4");
		testbed.session.execute({ type: "start", files: [film] });
		store(testbed, "talk.srt");
		testbed.session.execute({ type: "complete", file: film, found: FOUND, triedCaptions: [] });
		expect(testbed.session.file(film)?.state).toBe("queued");
	});

	it("is not read again for captions that were already tried", () => {
		const testbed = testSession();
		const film = store(testbed, "talk.mp4");
		const captions = store(testbed, "talk.srt");
		read(testbed, film, [captions]);
		expect(testbed.session.file(film)?.state).toBe("completed");
	});

	it("is not read again for captions that are announced but not stored", () => {
		const testbed = testSession();
		const film = store(testbed, "talk.mp4");
		testbed.session.execute({
			type: "announce",
			key: "drop",
			entries: [{ name: "talk.srt", size: 1 }],
			hash: "h",
		});
		read(testbed, film, []);
		expect(testbed.session.file(film)?.state).toBe("completed");
		testbed.session.execute({ type: "store", arrivals: [{ object: "o", size: 1, to: { file: film + 1 } }] });
		expect(testbed.session.file(film)?.state).toBe("queued");
	});

	it("is queued once when several of its captions are stored at once", () => {
		const testbed = testSession();
		const film = store(testbed, "talk.mp4");
		read(testbed, film, []);
		const arrivals = ["en", "de", "fr"].map((language) => {
			const to = { key: "drop", entry: { name: `talk.${language}.srt`, size: 1 } };
			return { object: `o-${language}`, size: 1, to };
		});
		const stored = testbed.session.execute({ type: "store", arrivals });
		const changes = stored.ok ? stored.value.changes : [];
		expect(changes.filter((change) => "file" in change && change.file === film)).toHaveLength(1);
	});

	it("is not read again once words have been found", () => {
		const testbed = testSession();
		const film = store(testbed, "talk.mp4");
		read(testbed, film, []);
		store(testbed, "talk.srt");
		read(testbed, film);
		store(testbed, "talk.de.srt");
		expect(testbed.session.file(film)?.state).toBe("completed");
	});

	it("is still known after a crash, with and without a checkpoint", () => {
		for (const checkpoint of [false, true]) {
			const testbed = testSession();
			const film = store(testbed, "talk.mp4");
			read(testbed, film, []);
			if (checkpoint) testbed.session.eraseHistory();
			else testbed.session.flush();
			const woken = testbed.wake();
			store(woken, "talk.srt");
			expect(woken.session.file(film)?.state).toBe("queued");
		}
	});
});

describe("the cost of a change", () => {
	/** The lookups in the file map, and the iterations over it, that `work` makes. */
	function counted({ session }: TestSession, work: () => void): { lookups: number; walks: number } {
		const { files } = session.state;
		const count = { lookups: 0, walks: 0 };
		const [get, values, iterate] = [files.get, files.values, files[Symbol.iterator]];
		files.get = (n) => {
			count.lookups++;
			return get.call(files, n);
		};
		files.values = () => {
			count.walks++;
			return values.call(files);
		};
		files[Symbol.iterator] = () => {
			count.walks++;
			return iterate.call(files);
		};
		work();
		Object.assign(files, { get, values, [Symbol.iterator]: iterate });
		return count;
	}

	function costIn(testbed: TestSession): { lookups: number; walks: number } {
		return counted(testbed, () => {
			const film = store(testbed, "new.mp4");
			read(testbed, film, []);
			store(testbed, "new.en.vtt");
			read(testbed, film, [film + 1]);
			store(testbed, "photo.jpg");
			testbed.session.execute({ type: "verb", verb: "pause", target: { file: film + 2 } });
			testbed.session.execute({ type: "verb", verb: "resume", target: { key: "drop" } });
			testbed.session.execute({ type: "remove", target: { file: film + 2 } });
			testbed.session.flush();
		});
	}

	it("does not depend on how many files the session has", () => {
		const costs = [10, 2_000].map((files) => {
			const testbed = testSession();
			for (let n = 0; n < files; n++) {
				const to = { key: `other-${n % 7}`, entry: { name: `${n}.${n % 2 ? "srt" : "mp4"}`, size: 1 } };
				testbed.session.execute({ type: "store", arrivals: [{ object: `o-${n}`, size: 1, to }] });
			}
			for (let n = 1; n <= files; n += 2) read(testbed, n, []);
			testbed.session.flush();
			return costIn(testbed);
		});
		expect(costs[1]).toEqual(costs[0]);
		expect(costs[0]?.walks).toBe(0);
	});

	it("does not depend on how many recordings and captions share a name", () => {
		const costs = [500, 2_000].map((files) => {
			const testbed = testSession();
			for (let n = 0; n < files; n++) store(testbed, n % 2 ? "new.srt" : "new.mp4");
			for (let n = 1; n <= files; n += 2) read(testbed, n, []);
			testbed.session.flush();
			return counted(testbed, () => {
				read(testbed, store(testbed, "new.mp4"), []);
				store(testbed, "new.en.vtt");
				testbed.session.flush();
			});
		});
		expect(costs[1]).toEqual(costs[0]);
	});
});
