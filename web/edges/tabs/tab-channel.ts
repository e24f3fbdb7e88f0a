import type { StreamState } from "../../../client/stream.ts";

/** Messages between tabs. `session` tells apart late messages of a session that another tab has deleted. */
export type TabMessage = { readonly session: string } & (
	| {
			/**
			 * To the leader: send me what follows this cursor, and everything after it. `line` identifies the
			 * follower's socket.
			 */
			readonly kind: "open";
			readonly line: string;
			readonly after: string | null;
	  }
	| {
			/** On one follower's socket, in the protocol of the stream's socket: up to the leader, or down from it. */
			readonly kind: "up" | "down";
			readonly line: string;
			readonly text: string;
	  }
	/** Down to every follower. */
	| { readonly kind: "frame"; readonly text: string }
	/** The leader's connection state, and when it last received something from the server. */
	| { readonly kind: "standing"; readonly state: StreamState; readonly heardAt: number }
	/** Another tab is now the leader. */
	| { readonly kind: "lead" }
	/** Every follower's socket closes, with this close code. */
	| { readonly kind: "closed"; readonly code: number }
);

/** Broadcast to all other tabs of this origin. */
export interface TabChannel {
	post(message: TabMessage): void;
	/** Returns a function that stops listening. */
	listen(listener: (message: TabMessage) => void): () => void;
}

/** Uses BroadcastChannel; without it, nothing is ever delivered. */
export function createTabChannel(open: (() => BroadcastChannel) | undefined): TabChannel {
	const channel = open?.();
	const listeners = new Set<(message: TabMessage) => void>();
	channel?.addEventListener("message", ({ data }: MessageEvent<TabMessage>) => {
		for (const listener of [...listeners]) listener(data);
	});
	return {
		post: (message) => channel?.postMessage(message),
		listen(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
