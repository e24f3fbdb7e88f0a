import { availableParallelism, loadavg } from "node:os";

/** The median: a single slow round, caused by other load, does not affect it. */
export function median(numbers: readonly number[]): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	const upper = sorted[sorted.length >> 1] ?? Number.NaN;
	return sorted.length % 2 === 1 ? upper : (upper + (sorted[(sorted.length >> 1) - 1] ?? upper)) / 2;
}

/** A number for people, with at most the precision that a benchmark has. */
export function figure(
	number: number,
	digits = Math.abs(number) < 10 ? 2 : Math.abs(number) < 100 ? 1 : 0,
): string {
	return number.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** `123 (118–140)`: the median, with the minimum and maximum. */
export function spread(numbers: readonly number[]): string {
	return `${figure(median(numbers))} (${figure(Math.min(...numbers))}–${figure(Math.max(...numbers))})`;
}

/** Prints a markdown table with a title. */
export function printTable(
	title: string,
	head: readonly string[],
	rows: readonly (readonly string[])[],
): void {
	const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
	console.log(`\n**${title}**\n`);
	console.log([line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n"));
}

/** Prints the machine and its load, as context for the numbers. */
export function printMachine(): void {
	const load = loadavg()[0] ?? 0;
	const day = new Date().toISOString().slice(0, 10);
	const machine = `${availableParallelism()} cores shared by client and server, Node ${process.versions.node}`;
	console.log(`\n${day} · ${machine}, load ${figure(load, 1)} at the start`);
}

/** Whether a value is within its budget, for the last cell of a row. */
export function verdict(value: number, kept: (value: number) => boolean, budget: string): string {
	return `${kept(value) ? "kept" : "**missed**"} (${budget})`;
}
