import { describe, expect, test } from "vitest";
import { UploadTracker } from "../../../client/sending/upload-tracker.ts";

const MB = 1_000_000;

/** A tracker of files of 100 kB, with a clock of its own. */
function trackFiles(files: number) {
	let now = 1_000;
	const tracker = new UploadTracker(() => now);
	for (let n = 1; n <= files; n++) tracker.add(n, "drop", { name: `${n}`, size: 100_000 });
	return {
		tracker,
		pass: (ms: number) => {
			now += ms;
		},
		/** A form: the files are sent one after the other, and stored in one moment. */
		form: (first: number, last: number) => {
			for (let n = first; n <= last; n++) tracker.sent(n, 100_000);
			for (let n = first; n <= last; n++) tracker.setState(n, "stored");
		},
		get speed() {
			return tracker.progress.bytesPerSecond;
		},
	};
}

describe("the speed", () => {
	test.each([0, 100, 300, 3_000])(
		"counts all files of a form, read %d ms after they were stored",
		(later) => {
			const { pass, form, ...rest } = trackFiles(60);
			pass(5_000);
			form(1, 50);
			pass(later);
			const { bytesPerSecond, msLeft } = rest.tracker.progress;
			expect(bytesPerSecond).toBeGreaterThan(0.4 * MB);
			expect(bytesPerSecond).toBeLessThan(2.5 * MB);
			expect(msLeft).toBeCloseTo(MB / (bytesPerSecond / 1000), 3);
		},
	);

	test("is right for steady work, from the first second on", () => {
		const steady = trackFiles(200);
		for (let form = 0; form < 40; form++) {
			steady.pass(500);
			steady.form(form * 5 + 1, form * 5 + 5);
			expect(steady.speed / MB).toBeGreaterThan(0.9);
			expect(steady.speed / MB).toBeLessThan(form < 2 ? 1.2 : 1.1);
		}
	});

	test("falls while nothing is stored, but not during a sleep", () => {
		const still = trackFiles(100);
		still.pass(1_000);
		still.form(1, 50);
		const before = still.speed;
		still.pass(60_000);
		expect(still.speed).toBe(before);
		still.pass(10_000);
		expect(still.speed).toBeLessThan(before / 4);
	});

	test("does not count what an earlier run has stored", () => {
		const resumed = trackFiles(10);
		resumed.pass(1_000);
		resumed.tracker.confirmed(1, 90_000);
		resumed.tracker.setState(2, "stored");
		expect(resumed.speed).toBe(0);
		resumed.pass(1_000);
		resumed.tracker.sent(1, 100_000);
		resumed.tracker.confirmed(1, 100_000);
		expect(resumed.tracker.progress.stored).toBe(200_000);
		expect(resumed.speed).toBeLessThan(10_000);
	});
});
