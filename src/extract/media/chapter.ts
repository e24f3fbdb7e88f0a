/** A chapter of a recording. */
export interface Chapter {
	/** Seconds from the beginning. */
	readonly start: number;
	readonly title: string;
}
