/** Headers by which the routes hand the actor what they read of a stream request. Requests are built anew, so clients cannot set them. */
export const STREAM_HEADERS = {
	tokenHash: "x-darkroom-token-hash",
	/** `1` when the hash is that of a ticket. */
	ticket: "x-darkroom-ticket",
	/** `1` when the client offered our subprotocol, which the answer must then name (RFC 6455 §4.2.2). */
	protocol: "x-darkroom-protocol",
	/** `socket`, `events` or `poll`. */
	transport: "x-darkroom-transport",
	after: "x-darkroom-after",
	/** `1` when the cursor came as `If-None-Match`. */
	conditional: "x-darkroom-conditional",
	/** Seconds that a poll may wait. */
	wait: "x-darkroom-wait",
	/** `outline` for snapshots without the details of files. */
	snapshot: "x-darkroom-snapshot",
	dialect: "x-darkroom-dialect",
	key: "x-darkroom-key",
} as const;
