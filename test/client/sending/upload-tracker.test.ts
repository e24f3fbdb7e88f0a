import { describe, expect, test } from "vitest";
import { UploadBook } from "../../../client/sending/upload-tracker.ts";

const MB = 1_000_000;

/** A book of files of 100 kB, on a clock of its own. */
function world(files: number) {
	let now = 1_000;
	const book = new UploadBook(() => now);
	for (let n = 1; n <= files; n++) book.add(n, "drop", { name: `${n}`, size: 100_000 });
	return {
		book,
		pass: (ms: number) => {
			now += ms;
		},
		/** A form: its bytes leave one file after the other, and all are stored at one moment. */
		form: (first: number, last: number) => {
			for (let n = first; n <= last; n++) book.sent(n, 100_000);
			for (let n = first; n <= last; n++) book.became(n, "stored");
		},
		get speed() {
			return book.progress.bytesPerSecond;
		},
	};
}

describe("the speed", () => {
	test.each([0, 100, 300, 3_000])(
		"counts all files of a form, seen %d ms after they were stored",
		(later) => {
			const { pass, form, ...rest } = world(60);
			pass(5_000);
			form(1, 50);
			pass(later);
			const { bytesPerSecond, msLeft } = rest.book.progress;
			expect(bytesPerSecond).toBeGreaterThan(0.4 * MB);
			expect(bytesPerSecond).toBeLessThan(2.5 * MB);
			expect(msLeft).toBeCloseTo(MB / (bytesPerSecond / 1000), 3);
		},
	);

	test("of steady work is what it is, from the first second on", () => {
		const steady = world(200);
		for (let form = 0; form < 40; form++) {
			steady.pass(500);
			steady.form(form * 5 + 1, form * 5 + 5);
			expect(steady.speed / MB).toBeGreaterThan(0.9);
			expect(steady.speed / MB).toBeLessThan(form < 2 ? 1.2 : 1.1);
		}
	});

	test("sinks while nothing comes, but not in a sleep", () => {
		const still = world(100);
		still.pass(1_000);
		still.form(1, 50);
		const before = still.speed;
		still.pass(60_000);
		expect(still.speed).toBe(before);
		still.pass(10_000);
		expect(still.speed).toBeLessThan(before / 4);
	});

	test("leaves out what an earlier run has stored", () => {
		const resumed = world(10);
		resumed.pass(1_000);
		resumed.book.kept(1, 90_000);
		resumed.book.became(2, "stored");
		expect(resumed.speed).toBe(0);
		resumed.pass(1_000);
		resumed.book.sent(1, 100_000);
		resumed.book.kept(1, 100_000);
		expect(resumed.book.progress.stored).toBe(200_000);
		expect(resumed.speed).toBeLessThan(10_000);
	});
});
