import * as z from "zod/mini";

/** One node of a mind map and those under it: the recording, its topics, their points. */
export interface MindNode {
	readonly text: string;
	/** Seconds from the beginning of the recording at which it is said. */
	readonly time: number;
	readonly children: readonly MindNode[];
}

/** Annotated, because the type of a recursive schema cannot be inferred. */
export const mindNode: z.ZodMiniType<MindNode> = z.object({
	text: z.string(),
	time: z.number(),
	children: z.readonly(z.array(z.lazy(() => mindNode))),
});
