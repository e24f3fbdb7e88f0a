/** One thought of a mind map, and those under it: the recording, its topics, their points. */
export interface MindNode {
	readonly text: string;
	/** Seconds from the beginning of the recording at which it is said. */
	readonly time: number;
	readonly children: readonly MindNode[];
}
