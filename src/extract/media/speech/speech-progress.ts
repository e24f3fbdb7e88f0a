/** How far listening is: the note that is kept with every piece. */
export interface SpeechProgress {
	/** Where the next piece begins, in bytes of the file and in seconds of the recording. */
	at: number;
	seconds: number;
	pieces: number;
	language?: string;
	/** Why it ended before the recording did. */
	missed?: string;
}
