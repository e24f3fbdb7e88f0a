import { progressWords } from "../../words/en/progress.ts";
import type { Counts } from "./tally.ts";

/** The tab's title: the progress, for people who look at another tab. */
export function pageTitle({ all, working, paused, wanted, failed, done }: Counts, percent: number): string {
	if (all === 0) return progressWords.titleEmpty;
	if (working > 0) return progressWords.titleWorking(Math.min(99, Math.floor(percent)));
	if (paused > 0) return progressWords.titlePaused;
	if (wanted > 0) return progressWords.titleMissing(wanted);
	return failed > 0 ? progressWords.titleFailed(failed) : progressWords.titleDone(done);
}
