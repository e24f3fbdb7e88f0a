import type { Clock } from "../http/clock.ts";
import type { HoldEvents } from "./requests/hold.ts";
import type { SendBody } from "./requests/send-body.ts";
import type { ParcelBounds } from "./upload-queue.ts";

/** What the engine needs of the world. */
export interface EngineDeps {
	readonly send: SendBody;
	readonly clock: Clock;
	online(): boolean;
	/** Whether a file's bytes can still be read; asked only after a request failed. */
	isReadable(blob: Blob): Promise<boolean>;
	/** Requests at once, at most. */
	readonly parallel?: number;
	readonly bounds?: ParcelBounds;
}

/** What the engine tells. */
export interface EngineEvents extends HoldEvents {
	/** Bytes of a file that have left; less than before when a request was in vain. */
	sent(n: number, bytes: number): void;
	/** Bytes of a resumable upload that are stored. */
	kept(n: number, bytes: number): void;
	stored(n: number): void;
	/** The server does not know the file any more. */
	gone(n: number): void;
	/** Somebody has paused or cancelled it on the server: `resume` or `drop` it when that is known. */
	parked(n: number): void;
	failed(n: number, code: string, detail: string): void;
	sessionEnded(): void;
}
