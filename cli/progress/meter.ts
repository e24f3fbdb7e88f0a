import { styleText } from "node:util";
import { type Paint, progressLine, progressSentence, type RunProgress } from "./progress-line.ts";

/** Milliseconds between two drawings: ten a second look smooth. */
const DRAW_MS = 100;

/** Milliseconds between two lines where the bar cannot be redrawn. */
const LINE_MS = 5_000;

/** Characters in a line if the terminal does not report its width. */
const DEFAULT_WIDTH = 80;

/** Where a meter draws: stderr, or a fake in tests. */
export interface Screen {
	write(text: string): void;
	readonly isTTY?: boolean | undefined;
	readonly columns?: number | undefined;
}

/** Shows progress, and prints lines above it. */
export interface Meter {
	/** Shows what `read` returns, again and again. A second call replaces the first. */
	watch(read: () => RunProgress): void;
	/** Prints a line that must be seen. */
	print(line: string): void;
	/** Prints a line that `--quiet` leaves out. */
	info(line: string): void;
	/** Stops. The bar stays as it was last drawn. */
	end(): void;
}

const STYLES = { full: "cyan", empty: "dim", failed: "red" } as const;

/** Moves to the start of the line and erases it (ECMA-48: CR, EL). */
const CLEAR_LINE = "\r\u001b[K";

function terminalMeter(screen: Screen, paint: Paint): Meter {
	let read: (() => RunProgress) | undefined;
	let timer: ReturnType<typeof setInterval> | undefined;
	let shown = "";
	const print = (line: string) => {
		screen.write(`${shown === "" ? "" : CLEAR_LINE}${line}\n`);
		shown = "";
		draw();
	};
	const draw = () => {
		if (read === undefined) return;
		// The last column stays empty: many terminals wrap as soon as it is written.
		const line = progressLine(read(), (screen.columns || DEFAULT_WIDTH) - 1, paint);
		if (line === shown) return;
		shown = line;
		screen.write(CLEAR_LINE + line);
	};
	return {
		watch(next) {
			read = next;
			timer ??= setInterval(draw, DRAW_MS);
			draw();
		},
		print,
		info: print,
		end() {
			clearInterval(timer);
			draw();
			if (shown !== "") screen.write("\n");
			shown = "";
			read = undefined;
		},
	};
}

function lineMeter(screen: Screen): Meter {
	let read: (() => RunProgress) | undefined;
	let timer: ReturnType<typeof setInterval> | undefined;
	let printed = "";
	const print = (line: string) => screen.write(`${line}\n`);
	const printProgress = () => {
		const line = read === undefined ? printed : progressSentence(read());
		if (line === printed) return;
		printed = line;
		print(line);
	};
	return {
		watch(next) {
			read = next;
			timer ??= setInterval(printProgress, LINE_MS);
		},
		print,
		info: print,
		end: () => clearInterval(timer),
	};
}

/** A bar on a terminal; plain lines now and then in a log or a pipe; with `quiet`, only what is printed with `print`. */
export function createMeter(
	screen: Screen,
	{ quiet = false, paint }: { quiet?: boolean; paint: Paint },
): Meter {
	const nothing = () => {};
	if (quiet)
		return { watch: nothing, info: nothing, end: nothing, print: (line) => screen.write(`${line}\n`) };
	return screen.isTTY ? terminalMeter(screen, paint) : lineMeter(screen);
}

/** Colours, on a terminal that shows them and unless `NO_COLOR` is set (https://no-color.org). */
export function createPaint(screen: Screen, env: Readonly<Record<string, string | undefined>>): Paint {
	if (!screen.isTTY || (env.NO_COLOR ?? "") !== "" || env.TERM === "dumb") return (_, text) => text;
	return (part, text) => (text === "" ? "" : styleText(STYLES[part], text, { validateStream: false }));
}
