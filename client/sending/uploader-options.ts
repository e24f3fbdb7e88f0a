import type { Clock } from "../http/clock.ts";
import type { WaitReason } from "./requests/hold.ts";
import type { SendBody } from "./requests/send-body.ts";
import type { ParcelBounds } from "./upload-queue.ts";
import type { UploadFile } from "./upload-tracker.ts";

/** What an `Uploader` is made of. In a page of the same origin everything may be left out. */
export interface UploaderOptions {
	/** `https://darkroom.example`; left out in a page: its own. */
	readonly origin?: string;
	/**
	 * `<id>.<token>` of a session; `"cookie"` for the one that the page's cookie names. Left out, a session is opened, and
	 * `credential` tells it.
	 */
	readonly credential?: string;
	/** The batch's key. The same files under the same key go on where they stood. Left out, a fresh one is made. */
	readonly batch?: string;
	/** Bytes a second; `null` for as many as go. */
	readonly bytesPerSecond?: number | null;
	/** Requests at once, at most. */
	readonly parallel?: number;
	/** Files and bytes of one form, and the size up to which a file goes in one raw request. */
	readonly bounds?: ParcelBounds;
	/** How anything but bytes is asked. */
	readonly fetch?: (url: string, init?: RequestInit) => Promise<Response>;
	/** How bytes are sent. */
	readonly send?: SendBody;
	readonly clock?: Clock;
	/** Whether there is a network at all, as far as the machine knows. */
	online?(): boolean;
}

/** What an `Uploader` tells. Progress is no event: read it when you draw. */
export type UploaderEvent =
	| { readonly type: "announced"; readonly files: readonly UploadFile[] }
	| { readonly type: "stored" | "failed" | "gone"; readonly file: UploadFile }
	| { readonly type: "waiting"; readonly why: WaitReason; readonly until: number }
	| { readonly type: "going-on" }
	/** Nothing is left to be sent; more may be added. */
	| { readonly type: "finished" }
	| { readonly type: "session-ended" };

/** Which files: one by its number, or, left out, all. */
export type Which = number | undefined;
