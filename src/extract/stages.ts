import type { Stage } from "./pipeline.ts";

/**
 * The steps of the image contract, cumulative 10, 20, 90 and 100 percent. The session reports the first when the
 * bytes are stored and the last when the facts are; a pipeline reports the two between.
 */
export const FIRST_STAGES: readonly Stage[] = [
	{ name: "upload_complete", weight: 10 },
	{ name: "extraction_start", weight: 10 },
	{ name: "extraction_complete", weight: 70 },
	{ name: "complete", weight: 10 },
];
