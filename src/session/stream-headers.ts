/** Headers in which the routes tell the actor what they have read of a request for the stream. Clients cannot set them. */
export const STREAM_HEADERS = {
	proof: "x-darkroom-proof",
	/** `1` when the proof is that of a ticket. */
	ticket: "x-darkroom-ticket",
	/** `1` when the client named our subprotocol, and wants to hear it again. */
	protocol: "x-darkroom-protocol",
	/** The transport that was asked for: `socket`, `events` or `poll`. */
	transport: "x-darkroom-transport",
	after: "x-darkroom-after",
	/** `1` when the cursor came as `If-None-Match`. */
	conditional: "x-darkroom-conditional",
	/** Seconds that a poll may wait. */
	wait: "x-darkroom-wait",
	/** `outline` when snapshots are wanted without the details of files. */
	snapshot: "x-darkroom-snapshot",
	dialect: "x-darkroom-dialect",
	key: "x-darkroom-key",
} as const;
