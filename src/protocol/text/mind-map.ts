import * as z from "zod/mini";

/** One thought of a mind map, and those under it: the recording, its topics, their points. */
export interface MindNode {
	readonly text: string;
	/** Seconds from the beginning of the recording at which it is said. */
	readonly time: number;
	readonly children: readonly MindNode[];
}

/** Declared, because a schema that names itself has no type that can be inferred. */
export const mindNode: z.ZodMiniType<MindNode> = z.object({
	text: z.string(),
	time: z.number(),
	children: z.readonly(z.array(z.lazy(() => mindNode))),
});
