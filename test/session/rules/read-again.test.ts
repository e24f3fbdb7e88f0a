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

/** Reads a recording to its end; `triedCaptions` when it has no words. */
function read({ session }: TestSession, file: number, triedCaptions?: readonly number[]): void {
	session.execute({ type: "start", files: [file] });
	session.execute({ type: "complete", file, found: FOUND, ...(triedCaptions && { triedCaptions }) });
}

describe("a recording without words", () => {
	it("is read again when its captions are stored afterwards", () => {
		const world = testSession();
		const film = store(world, "talk.mp4");
		read(world, film, []);
		expect(world.session.file(film)?.state).toBe("completed");
		store(world, "talk.en.srt");
		expect(world.session.file(film)).toMatchObject({ state: "queued", attempt: 0 });
	});

	it("is read again when its captions were stored while it was read", () => {
		const world = testSession();
		const film = store(world, "talk.mp4");
		world.session.execute({ type: "start", files: [film] });
		store(world, "talk.srt");
		world.session.execute({ type: "complete", file: film, found: FOUND, triedCaptions: [] });
		expect(world.session.file(film)?.state).toBe("queued");
	});

	it("is not read again for captions that it has tried", () => {
		const world = testSession();
		const film = store(world, "talk.mp4");
		const captions = store(world, "talk.srt");
		read(world, film, [captions]);
		expect(world.session.file(film)?.state).toBe("completed");
	});

	it("is not read again for captions whose bytes are still to come", () => {
		const world = testSession();
		const film = store(world, "talk.mp4");
		world.session.execute({
			type: "announce",
			key: "drop",
			entries: [{ name: "talk.srt", size: 1 }],
			hash: "h",
		});
		read(world, film, []);
		expect(world.session.file(film)?.state).toBe("completed");
		world.session.execute({ type: "store", arrivals: [{ object: "o", size: 1, to: { file: film + 1 } }] });
		expect(world.session.file(film)?.state).toBe("queued");
	});

	it("is queued once when several of its captions are stored at once", () => {
		const world = testSession();
		const film = store(world, "talk.mp4");
		read(world, film, []);
		const arrivals = ["en", "de", "fr"].map((language) => {
			const to = { key: "drop", entry: { name: `talk.${language}.srt`, size: 1 } };
			return { object: `o-${language}`, size: 1, to };
		});
		const stored = world.session.execute({ type: "store", arrivals });
		const changes = stored.ok ? stored.value.changes : [];
		expect(changes.filter((change) => "file" in change && change.file === film)).toHaveLength(1);
	});

	it("is not read again once words were found", () => {
		const world = testSession();
		const film = store(world, "talk.mp4");
		read(world, film, []);
		store(world, "talk.srt");
		read(world, film);
		store(world, "talk.de.srt");
		expect(world.session.file(film)?.state).toBe("completed");
	});

	it("is remembered through a crash, with and without a checkpoint", () => {
		for (const checkpoint of [false, true]) {
			const world = testSession();
			const film = store(world, "talk.mp4");
			read(world, film, []);
			if (checkpoint) world.session.eraseHistory();
			else world.session.flush();
			const woken = world.wake();
			store(woken, "talk.srt");
			expect(woken.session.file(film)?.state).toBe("queued");
		}
	});
});

describe("what a change costs", () => {
	/** Lookups in the file map, and walks over it, that `work` makes. */
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

	function costIn(world: TestSession): { lookups: number; walks: number } {
		return counted(world, () => {
			const film = store(world, "new.mp4");
			read(world, film, []);
			store(world, "new.en.vtt");
			read(world, film, [film + 1]);
			store(world, "photo.jpg");
			world.session.execute({ type: "verb", verb: "pause", target: { file: film + 2 } });
			world.session.execute({ type: "verb", verb: "resume", target: { key: "drop" } });
			world.session.execute({ type: "remove", target: { file: film + 2 } });
			world.session.flush();
		});
	}

	it("does not depend on how many files the session has", () => {
		const costs = [10, 2_000].map((files) => {
			const world = testSession();
			for (let n = 0; n < files; n++) {
				const to = { key: `other-${n % 7}`, entry: { name: `${n}.${n % 2 ? "srt" : "mp4"}`, size: 1 } };
				world.session.execute({ type: "store", arrivals: [{ object: `o-${n}`, size: 1, to }] });
			}
			for (let n = 1; n <= files; n += 2) read(world, n, []);
			world.session.flush();
			return costIn(world);
		});
		expect(costs[1]).toEqual(costs[0]);
		expect(costs[0]?.walks).toBe(0);
	});

	it("does not depend on how many films and captions share one name", () => {
		const costs = [500, 2_000].map((files) => {
			const world = testSession();
			for (let n = 0; n < files; n++) store(world, n % 2 ? "new.srt" : "new.mp4");
			for (let n = 1; n <= files; n += 2) read(world, n, []);
			world.session.flush();
			return counted(world, () => {
				read(world, store(world, "new.mp4"), []);
				store(world, "new.en.vtt");
				world.session.flush();
			});
		});
		expect(costs[1]).toEqual(costs[0]);
	});
});
