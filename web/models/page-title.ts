import type { Counts } from "./file-list.ts";

/** The tab's title: how far the work is, for somebody who looks at another tab. */
export function titleOf({ all, working, failed }: Counts, percent: number): string {
	if (all === 0) return "Darkroom";
	if (working > 0) return `${Math.min(99, Math.floor(percent))} % · Darkroom`;
	return failed > 0 ? `${failed} failed · Darkroom` : `${all} done · Darkroom`;
}
