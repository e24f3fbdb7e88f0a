import type { Clock } from "../http/clock.ts";
import type { SendBody } from "./requests/send-body.ts";
import type { SuspensionHandlers } from "./requests/suspension.ts";
import type { RequestBounds } from "./upload-queue.ts";

/** Dependencies of the upload engine. */
export interface EngineDeps {
	readonly send: SendBody;
	readonly clock: Clock;
	/** Whether the machine reports a network. Checked only after a request failed. */
	online(): boolean;
	/** Whether a file's bytes can still be read. Checked only after a request failed. */
	readonly isReadable?: (blob: Blob) => Promise<boolean>;
	/** The most requests at once. */
	readonly parallel?: number;
	readonly bounds?: RequestBounds;
}

/** Why a file could not be sent: a code and its data, for the caller to put into words. */
export interface UploadProblem {
	/**
	 * `unreadable`: the bytes can no longer be read, or the file has another length than when it was added. `upload-failed`:
	 * every try failed. Any other code is the server's refusal.
	 */
	readonly code: string;
	/** The server's own sentence, if it refused the request. */
	readonly detail?: string;
	/** With `upload-failed`: how often the file was tried. */
	readonly tries?: number;
}

/** Callbacks of the upload engine. `n` is a file's number in the session. */
export interface EngineHandlers extends SuspensionHandlers {
	/** Bytes of a file that have left so far; falls when a request failed. */
	sent(n: number, bytes: number): void;
	/** Bytes of a resumable upload that the server has confirmed as stored. */
	confirmed(n: number, bytes: number): void;
	stored(n: number): void;
	/** The server no longer knows the file. */
	gone(n: number): void;
	/** The file is paused or cancelled on the server. Call `resume` or `forget` once it is known which. */
	stopped(n: number): void;
	failed(n: number, problem: UploadProblem): void;
	sessionEnded(): void;
}
