/** A piece of a recording that is a complete audio file by itself. */
export interface AudioPiece {
	readonly bytes: Uint8Array;
	/** Position of the next piece. */
	readonly next: number;
	/** Duration of this piece. */
	readonly seconds: number;
}

/** Splits the audio of a recording into pieces, from any position on. */
export interface AudioSplitter {
	/** First and last position of the audio: bytes of the file, or bytes of audio where pictures lie in between. */
	readonly start: number;
	readonly end: number;
	/** Whether there is audio after `end` that cannot be extracted. */
	readonly endsEarly?: boolean;
	/** The piece that starts at a position; `undefined` where no audio follows. */
	pieceAt(position: number): Promise<AudioPiece | undefined>;
}

/**
 * Most bytes of one piece: what Cloudflare's own guide to long recordings sends at a time, about a minute of speech at
 * usual bit rates. Base64 makes it a third larger.
 */
export const PIECE_BYTES = 1024 * 1024;
