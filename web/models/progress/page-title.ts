import type { Counts } from "./tally.ts";

/** The tab's title: how far the work is, for somebody who looks at another tab. */
export function titleOf({ all, working, paused, wanted, failed, done }: Counts, percent: number): string {
	if (all === 0) return "Darkroom";
	if (working > 0) return `${Math.min(99, Math.floor(percent))} % · Darkroom`;
	if (paused > 0) return "Paused · Darkroom";
	if (wanted > 0) return `${wanted} wanted · Darkroom`;
	return failed > 0 ? `${failed} failed · Darkroom` : `${done} done · Darkroom`;
}
