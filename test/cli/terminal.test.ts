import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { printable } from "../../cli/printable.ts";
import { createMeter, createPaint, type Screen } from "../../cli/progress/meter.ts";
import type { RunProgress } from "../../cli/progress/progress-line.ts";

const PLAIN = (_: unknown, text: string) => text;

let stored = 0;
const progress = (): RunProgress => ({
	files: 4,
	done: 0,
	failed: 0,
	bytes: 100,
	stored,
	bytesPerSecond: 10,
});

class FakeScreen implements Screen {
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
	test("redraws one line, at most ten times a second and only if it changed", () => {
		const screen = new FakeScreen(true);
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

	test("prints lines above the bar", () => {
		const screen = new FakeScreen(true);
		const meter = createMeter(screen, { paint: PLAIN });
		meter.watch(progress);
		meter.print("a.jpg: broken");
		expect(screen.texts[1]).toBe("\r\u001b[Ka.jpg: broken\n");
		expect(screen.texts[2]).toContain("0%");
		meter.end();
	});

	test("prints plain lines now and then where it cannot redraw", () => {
		const screen = new FakeScreen(false);
		const meter = createMeter(screen, { paint: PLAIN });
		meter.watch(progress);
		stored = 50;
		vi.advanceTimersByTime(5_000);
		expect(screen.texts).toEqual(["50%, 0 of 4 files, 10 B/s, 50 B of 100 B\n"]);
		vi.advanceTimersByTime(20_000);
		expect(screen.texts).toHaveLength(1);
		meter.end();
	});

	test("prints only important lines when quiet", () => {
		const screen = new FakeScreen(true);
		const meter = createMeter(screen, { paint: PLAIN, quiet: true });
		meter.watch(progress);
		meter.info("490 files stored");
		meter.print("a.jpg: broken");
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
])("terminal: %s, environment: %j, colours: %s", (isTTY, env, colours) => {
	expect(createPaint(new FakeScreen(isTTY), env)("full", "x") !== "x").toBe(colours);
});

test("control characters in a file name do not reach the terminal", () => {
	expect(printable("a\u001b[2Jb\r\nc\u0007\u202egpj.exe")).toBe("a�[2Jb��c��gpj.exe");
	expect(printable("🦊 Füchse.jpg")).toBe("🦊 Füchse.jpg");
});
