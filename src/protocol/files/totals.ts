import * as z from "zod/mini";
import { FILE_STATES } from "./file-state.ts";

/** Running totals, kept by the fold so that nothing has to sum over ten thousand files. */
export const totals = z.object({
	files: z.int(),
	/** Bytes of all files, as declared or stored. */
	bytes: z.int(),
	/** Bytes in storage. */
	stored: z.int(),
	/** Sum of `progress` over all files: divided by `files` it is the percentage of the whole. */
	progress: z.number(),
	states: z.record(z.enum(FILE_STATES), z.int()),
});

export type Totals = z.infer<typeof totals>;
