/** A named moment. */
export interface Chapter {
	/** Seconds. */
	readonly start: number;
	readonly title: string;
}
