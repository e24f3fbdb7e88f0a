import type { Progress } from "./progress.ts";
import { type Paint, progressLine, progressSentence } from "./progress-line.ts";

/** Milliseconds between two drawings: ten a second look alive, more only cost. */
const DRAW_MS = 100;

/** Milliseconds between two lines where nothing can be drawn over. */
const LINE_MS = 5_000;

/** Characters in a line when the terminal does not say. */
const USUAL_WIDTH = 80;

/** Where a meter draws: stderr, or a test's list of texts. */
export interface MeterScreen {
	write(text: string): void;
	readonly isTTY?: boolean | undefined;
	readonly columns?: number | undefined;
}

/** Shows progress and says things beside it. */
export interface Meter {
	/** Shows what `read` gives, from now on and as it changes. */
	watch(read: () => Progress): void;
	/** A line that stays: something that has to be known. */
	say(line: string): void;
	/** A line that stays, and that `quiet` leaves out. */
	note(line: string): void;
	/** Shows nothing more; a bar stays as it was at last. */
	end(): void;
}

/** Back to the line's start, and everything behind it gone (ECMA-48: CR, EL). */
const CLEAR_LINE = "\r\u001b[K";

function terminalMeter(screen: MeterScreen, paint: Paint): Meter {
	let read: (() => Progress) | undefined;
	let timer: ReturnType<typeof setInterval> | undefined;
	let shown = "";
	const say = (line: string) => {
		screen.write(`${shown === "" ? "" : CLEAR_LINE}${line}\n`);
		shown = "";
		draw();
	};
	const draw = () => {
		if (read === undefined) return;
		// The last column stays free: many terminals wrap as soon as it is written.
		const line = progressLine(read(), (screen.columns || USUAL_WIDTH) - 1, paint);
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
		say,
		note: say,
		end() {
			clearInterval(timer);
			draw();
			if (shown !== "") screen.write("\n");
			shown = "";
			read = undefined;
		},
	};
}

function lineMeter(screen: MeterScreen): Meter {
	let read: (() => Progress) | undefined;
	let timer: ReturnType<typeof setInterval> | undefined;
	let said = "";
	const say = (line: string) => screen.write(`${line}\n`);
	const tell = () => {
		const line = read === undefined ? said : progressSentence(read());
		if (line === said) return;
		said = line;
		say(line);
	};
	return {
		watch(next) {
			read = next;
			timer ??= setInterval(tell, LINE_MS);
		},
		say,
		note: say,
		end: () => clearInterval(timer),
	};
}

/** A bar on a terminal; plain lines now and then in a log or a pipe; nothing but what is said when `quiet`. */
export function createMeter(
	screen: MeterScreen,
	{ quiet = false, paint }: { quiet?: boolean; paint: Paint },
): Meter {
	const nothing = () => {};
	if (quiet) return { watch: nothing, note: nothing, end: nothing, say: (line) => screen.write(`${line}\n`) };
	return screen.isTTY ? terminalMeter(screen, paint) : lineMeter(screen);
}
