import { availableParallelism, loadavg } from "node:os";

/** The middle of some numbers: one slow round, which a busy neighbour made, does not move it. */
export function median(numbers: readonly number[]): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	const upper = sorted[sorted.length >> 1] ?? Number.NaN;
	return sorted.length % 2 === 1 ? upper : (upper + (sorted[(sorted.length >> 1) - 1] ?? upper)) / 2;
}

/** A number as a person reads it: three figures are more than a bench can tell. */
export function figure(
	number: number,
	digits = Math.abs(number) < 10 ? 2 : Math.abs(number) < 100 ? 1 : 0,
): string {
	return number.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** `123 (118–140)`: the middle, and from where to where the rounds went. */
export function spread(numbers: readonly number[]): string {
	return `${figure(median(numbers))} (${figure(Math.min(...numbers))}–${figure(Math.max(...numbers))})`;
}

/** A markdown table, with a title that says what it is about. */
export function printTable(
	title: string,
	head: readonly string[],
	rows: readonly (readonly string[])[],
): void {
	const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
	console.log(`\n**${title}**\n`);
	console.log([line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n"));
}

/** On what, and beside how much other work, the numbers came to be. */
export function printMachine(): void {
	const load = loadavg()[0] ?? 0;
	const day = new Date().toISOString().slice(0, 10);
	const machine = `${availableParallelism()} cores shared by client and server, Node ${process.versions.node}`;
	console.log(`\n${day} · ${machine}, load ${figure(load, 1)} when it began`);
}

/** Whether a budget is kept, for the last cell of a row. */
export function verdict(value: number, kept: (value: number) => boolean, budget: string): string {
	return `${kept(value) ? "kept" : "**missed**"} (${budget})`;
}
