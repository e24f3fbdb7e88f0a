import { beforeEach, describe, expect, it } from "vitest";
import { FLUSH_SLICE, Flush } from "../../../../web/models/session/flush.ts";
import { settle } from "../../../client/support/fake-clock.ts";

/** Work that waits for the next animation frame, and for the page to have drawn. */
let frames: (() => void)[];
let breaths: (() => void)[];
let isPart: boolean;
let byItself: number[];
/** What was done, in order: how many numbers were noted in one go, and what was shown. */
let done: string[];
let noted: number;
let flush: Flush;

beforeEach(() => {
	frames = [];
	breaths = [];
	isPart = false;
	byItself = [];
	done = [];
	noted = 0;
	flush = new Flush(
		(work) => frames.push(work),
		(work) => breaths.push(work),
		{
			isPart: () => isPart,
			begin: () => byItself.splice(0),
			note: () => {
				noted++;
			},
			show: (changed) => done.push(`show ${changed.size}`),
		},
	);
});

/** Runs what waits; what it noted in one go is told before what it showed. */
function run(waiting: (() => void)[]): void {
	const before = done.length;
	for (const work of waiting.splice(0)) work();
	if (noted > 0) done.splice(before, 0, `note ${noted}`);
	noted = 0;
}

function draw(): void {
	run(frames);
}

function breathe(): void {
	run(breaths);
}

describe("a flush", () => {
	it("comes once for everything that changes in a frame, what it changes itself included", () => {
		flush.mark(1);
		flush.mark(2);
		flush.mark(1);
		byItself = [-1];
		flush.want();
		expect(frames).toHaveLength(1);
		draw();
		expect(done).toEqual(["note 3", "show 3"]);
		expect(frames).toEqual([]);
	});

	it("of thousands waits for no frame, notes a slice at a time and shows them together", () => {
		for (let n = 0; n < 2 * FLUSH_SLICE; n++) flush.mark(n);
		breathe();
		breathe();
		expect(done).toEqual([`note ${FLUSH_SLICE}`, `note ${FLUSH_SLICE}`]);
		breathe();
		expect(done.at(-1)).toBe(`show ${2 * FLUSH_SLICE}`);
		draw();
		expect(done).toHaveLength(3);
	});

	it("leaves what changes between two slices to the next one", () => {
		for (let n = 0; n <= FLUSH_SLICE; n++) flush.mark(n);
		draw();
		flush.mark(0);
		breathe();
		draw();
		expect(done.filter((what) => what.startsWith("show"))).toEqual([`show ${FLUSH_SLICE + 1}`, "show 1"]);
	});

	it("shows no part of something, and loses nothing that it noted before", () => {
		isPart = true;
		flush.mark(1);
		draw();
		expect(done).toEqual([]);
		isPart = false;
		for (let n = 0; n <= FLUSH_SLICE; n++) flush.mark(n);
		draw();
		isPart = true;
		breathe();
		expect(done.filter((what) => what.startsWith("show"))).toEqual([]);
		isPart = false;
		flush.want();
		draw();
		breathe();
		expect(done.filter((what) => what.startsWith("show"))).toEqual([`show ${FLUSH_SLICE + 1}`]);
	});

	it("tells who waits for it when it is painted, and not before", async () => {
		let isPainted = false;
		flush.mark(1);
		draw();
		isPart = true;
		void flush.whenShown().then(() => {
			isPainted = true;
		});
		draw();
		isPart = false;
		flush.want();
		draw();
		draw();
		await settle();
		expect(isPainted).toBe(false);
		breathe();
		await settle();
		expect(isPainted).toBe(true);
	});
});
