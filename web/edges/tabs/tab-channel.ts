import type { StreamState } from "../../../client/stream/event-stream.ts";

/** What tabs say to each other. `session` keeps apart what a tab still says of a session that another has forgotten. */
export type TabMessage = { readonly session: string } & (
	| {
			/** To the tab that leads: tell me what follows a cursor, and everything that comes. */
			readonly kind: "open";
			readonly line: string;
			readonly after: string | null;
	  }
	| {
			/** Along one line, in the words of the stream's socket: up to the tab that leads, or down from it. */
			readonly kind: "up" | "down";
			readonly line: string;
			readonly text: string;
	  }
	/** Down every line. */
	| { readonly kind: "frame"; readonly text: string }
	/** How the tab that leads hears from the server, and when it did last. */
	| { readonly kind: "standing"; readonly state: StreamState; readonly heardAt: number }
	/** Another tab leads from now on. */
	| { readonly kind: "lead" }
	/** Every line ends, with the code of a socket. */
	| { readonly kind: "closed"; readonly code: number }
);

/** What one tab says, all others of this origin hear. */
export interface TabChannel {
	post(message: TabMessage): void;
	/** The answer stops the listening. */
	listen(listener: (message: TabMessage) => void): () => void;
}

/** Over the browser's BroadcastChannel; where there is none, nobody hears anything. */
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
