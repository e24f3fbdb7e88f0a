import type { Overview } from "../../models/progress/overview.ts";
import type { Counts } from "../../models/progress/tally.ts";
import { countWords } from "../../words/en/counts.ts";
import { formatBytes } from "../../words/en/format.ts";
import { headerWords } from "../../words/en/header.ts";

/** Counts of the states that need attention or ended early, without zeros: `3 paused`, `1 failed`. */
export function otherCounts({ paused, wanted, failed, cancelled }: Counts): string[] {
	return [
		paused > 0 && countWords.paused(paused),
		wanted > 0 && countWords.missing(wanted),
		failed > 0 && countWords.failed(failed),
		cancelled > 0 && countWords.cancelled(cancelled),
	].filter((part) => part !== false);
}

/** The headline above the bar. */
export function titleOf({ counts }: Overview): string {
	const { all, working, done, failed, cancelled } = counts;
	if (working > 0) return headerWords.finishedOf(done + failed + cancelled, all);
	const others = otherCounts(counts);
	return others.length === 0 ? headerWords.allDone(all) : [countWords.done(done), ...others].join(", ");
}

/** How many files are in which stage of the work. */
export function stagesOf({ sending, waiting, reading: developing, counts }: Overview): string {
	return [
		sending > 0 && headerWords.toUpload(sending),
		waiting > 0 && headerWords.waiting(waiting),
		developing > 0 && headerWords.beingRead(developing),
		counts.paused > 0 && countWords.paused(counts.paused),
	]
		.filter((part) => part !== false)
		.join(" · ");
}

/** The size of all files, or how much of it the server has. */
export function bytesOf({ stored, bytes }: Pick<Overview, "stored" | "bytes">): string {
	return stored >= bytes ? formatBytes(bytes) : headerWords.uploadedOf(stored, bytes);
}
