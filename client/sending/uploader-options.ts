import type { Clock } from "../http/clock.ts";
import type { SendBody } from "./requests/send-body.ts";
import type { WaitReason } from "./requests/suspension.ts";
import type { RequestBounds } from "./upload-queue.ts";
import type { UploadFile } from "./upload-tracker.ts";

/** Options of an `Uploader`. A page of the server's own origin may leave all of them out. */
export interface UploaderOptions {
	/** Such as `https://darkroom.example`; in a page, its own origin by default. */
	readonly origin?: string;
	/**
	 * `<id>.<token>` of a session, or `"cookie"` for the session of the page's cookie. By default a session is opened, and
	 * `uploader.credential` holds its credential.
	 */
	readonly credential?: string;
	/** The batch's key. The same files under the same key continue an earlier run. A new key by default. */
	readonly batch?: string;
	/** A limit in bytes a second; `null`: unlimited. */
	readonly bytesPerSecond?: number | null;
	/** The most requests at once. */
	readonly parallel?: number;
	/** What one form may carry, and the size above which a file is sent resumably. */
	readonly bounds?: RequestBounds;
	/** Sends requests without a body of bytes. */
	readonly fetch?: (url: string, init?: RequestInit) => Promise<Response>;
	/** Sends bytes; over `fetch` by default. */
	readonly send?: SendBody;
	readonly clock?: Clock;
	/** Whether the machine reports a network. */
	online?(): boolean;
}

/** Events of an `Uploader`. Progress is no event: read `uploader.progress` when you draw. */
export type UploaderEvent =
	| { readonly type: "announced"; readonly files: readonly UploadFile[] }
	| { readonly type: "stored" | "failed" | "gone"; readonly file: UploadFile }
	/** Nothing is sent until a time in milliseconds since 1970. */
	| { readonly type: "waiting"; readonly why: WaitReason; readonly until: number }
	| { readonly type: "going-on" }
	/** Nothing is left to send; more files may be added. */
	| { readonly type: "finished" }
	| { readonly type: "session-ended" };
