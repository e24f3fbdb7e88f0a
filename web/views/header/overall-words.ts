import type { Overview } from "../../models/progress/overview.ts";
import { formatBytes, formatBytesOf, formatCount, formatFiles } from "../format.ts";

/** How far many files are, as a headline. */
export function titleOf({ counts }: Overview): string {
	const { all, working, paused, wanted, failed, cancelled, done } = counts;
	if (working > 0) return `${formatCount(done + failed + cancelled)} of ${formatFiles(all)} finished`;
	const parts = [
		paused > 0 && `${formatCount(paused)} paused`,
		wanted > 0 && `${formatCount(wanted)} wanted again`,
		failed > 0 && `${formatCount(failed)} failed`,
		cancelled > 0 && `${formatCount(cancelled)} cancelled`,
	].filter((part) => part !== false);
	return parts.length === 0
		? `All ${formatFiles(all)} done`
		: [`${formatCount(done)} done`, ...parts].join(", ");
}

/** How many of them are in which part of the work. */
export function stagesOf({ sending, waiting, developing, counts }: Overview): string {
	return [
		sending > 0 && `${formatCount(sending)} to send`,
		waiting > 0 && `${formatCount(waiting)} waiting`,
		developing > 0 && `${formatCount(developing)} developing`,
		counts.paused > 0 && `${formatCount(counts.paused)} paused`,
	]
		.filter((part) => part !== false)
		.join(" · ");
}

/** Their bytes, and how many of them are stored. */
export function bytesOf({ stored, bytes }: Pick<Overview, "stored" | "bytes">): string {
	return stored >= bytes ? formatBytes(bytes) : `${formatBytesOf(stored, bytes)} stored`;
}
