import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { printable } from "../../cli/printable.ts";
import { createMeter, type MeterScreen } from "../../cli/progress/meter.ts";
import { createPaint } from "../../cli/progress/paint.ts";
import type { Progress } from "../../cli/progress/progress.ts";

const PLAIN = (_: unknown, text: string) => text;

let stored = 0;
const progress = (): Progress => ({ files: 4, done: 0, failed: 0, bytes: 100, stored, bytesPerSecond: 10 });

class Screen implements MeterScreen {
	readonly texts: string[] = [];
	readonly isTTY: boolean;
	readonly columns = 60;

	constructor(isTTY: boolean) {
		this.isTTY = isTTY;
	}

	write(text: string): void {
		this.texts.push(text);
	}
}

beforeEach(() => {
	vi.useFakeTimers();
	stored = 0;
});
afterEach(() => {
	vi.useRealTimers();
});

describe("a meter", () => {
	test("draws over one line, at most ten times a second, and only what is new", () => {
		const screen = new Screen(true);
		const meter = createMeter(screen, { paint: PLAIN });
		meter.watch(progress);
		for (let at = 0; at < 1_000; at += 10) {
			stored++;
			vi.advanceTimersByTime(10);
		}
		expect(screen.texts.length).toBeLessThanOrEqual(11);
		expect(screen.texts.every((text) => text.startsWith("\r\u001b[K") && text.length < 64)).toBe(true);
		const drawn = screen.texts.length;
		vi.advanceTimersByTime(1_000);
		expect(screen.texts).toHaveLength(drawn);
		meter.end();
		expect(screen.texts.at(-1)).toBe("\n");
	});

	test("says what stays above the line", () => {
		const screen = new Screen(true);
		const meter = createMeter(screen, { paint: PLAIN });
		meter.watch(progress);
		meter.say("a.jpg: broken");
		expect(screen.texts[1]).toBe("\r\u001b[Ka.jpg: broken\n");
		expect(screen.texts[2]).toContain("0 %");
		meter.end();
	});

	test("writes plain lines now and then where nothing can be drawn over", () => {
		const screen = new Screen(false);
		const meter = createMeter(screen, { paint: PLAIN });
		meter.watch(progress);
		stored = 50;
		vi.advanceTimersByTime(5_000);
		expect(screen.texts).toEqual(["50 %, 0 of 4 files, 10 B/s, 50 B of 100 B\n"]);
		vi.advanceTimersByTime(20_000);
		expect(screen.texts).toHaveLength(1);
		meter.end();
	});

	test("quiet says only what has to be known", () => {
		const screen = new Screen(true);
		const meter = createMeter(screen, { paint: PLAIN, quiet: true });
		meter.watch(progress);
		meter.note("490 files stored");
		meter.say("a.jpg: broken");
		vi.advanceTimersByTime(10_000);
		meter.end();
		expect(screen.texts).toEqual(["a.jpg: broken\n"]);
	});
});

test.each([
	[true, {}, true],
	[true, { NO_COLOR: "1" }, false],
	[true, { NO_COLOR: "" }, true],
	[true, { TERM: "dumb" }, false],
	[false, {}, false],
])("on a terminal %s with %j there are colours: %s", (isTTY, env, colours) => {
	expect(createPaint(new Screen(isTTY), env)("full", "x") !== "x").toBe(colours);
});

test("a name cannot command the terminal", () => {
	expect(printable("a\u001b[2Jb\r\nc\u0007\u202egpj.exe")).toBe("a�[2Jb��c��gpj.exe");
	expect(printable("🦊 Füchse.jpg")).toBe("🦊 Füchse.jpg");
});
