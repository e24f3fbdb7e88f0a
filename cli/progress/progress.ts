/** Where an upload stands: what is stored, and never what was merely sent. */
export interface Progress {
	readonly files: number;
	/** Files of which everything is known. */
	readonly done: number;
	readonly failed: number;
	readonly bytes: number;
	/** Bytes that lie in storage. */
	readonly stored: number;
	readonly bytesPerSecond: number;
	/** Absent while nobody can tell. */
	readonly secondsLeft?: number | undefined;
	/** What is going on instead of progress, such as `waiting for the server`. */
	readonly note?: string | undefined;
}
