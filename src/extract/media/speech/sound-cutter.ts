/** A piece of a recording that is a recording by itself. */
export interface SoundPiece {
	readonly bytes: Uint8Array;
	/** Where the next piece begins, in bytes of the file. */
	readonly next: number;
	/** How long this one is. */
	readonly seconds: number;
}

/** Cuts a recording of sound into pieces, wherever it is told to go on. */
export interface SoundCutter {
	/** Where the sound begins and ends, in bytes of the file. */
	readonly from: number;
	readonly to: number;
	/** Whether there is sound behind the end that cannot be cut out. */
	readonly endsEarly?: boolean;
	/** The piece that begins at a place; `undefined` when there is no sound in what follows. */
	cut(offset: number): Promise<SoundPiece | undefined>;
}

/**
 * Bytes of one piece: what Cloudflare's own guide to long recordings sends at a time, about a minute of speech as people
 * share it. In base64 that is a third more.
 */
export const PIECE_BYTES = 1024 * 1024;
