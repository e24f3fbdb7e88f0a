import type { RetryWindow } from "../../protocol/stream/poll-reply.ts";
import type { FrameParts } from "../../session/stream/frame-text.ts";
import type { View } from "../../session/stream/view.ts";

/** How a stream is opened, whatever its transport. */
export interface StreamOptions {
	readonly view: View;
	readonly retry: RetryWindow;
	now(): number;
	/** Whether its reader may still see what happens: a share may be revoked while it is open. */
	isAllowed(): boolean;
	/** Called once, with what the reader had missed when it came. */
	onOpen(missed: FrameParts | undefined): void;
}
