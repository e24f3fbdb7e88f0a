/** How reading a body ended. */
export type BodyEnd = "whole" | "broken" | "idle" | "slow" | "late" | "too-long" | "unwanted";

/** Limits for one body. */
export interface BodyLimits {
	/** Without a byte. */
	readonly idleMs: number;
	/** Bytes per second, averaged over `windowMs`. */
	readonly minRate: number;
	readonly windowMs: number;
	/** For the whole body. */
	readonly attemptMs: number;
	readonly maxBytes: number;
}

/** Dependencies of `watchBody`; tests pass fakes. */
export interface WatchDeps {
	now(): number;
	/** Calls `call` after `ms` milliseconds; the returned function cancels it. */
	setTimer(ms: number, call: () => void): () => void;
	/** `false` once the file was paused, cancelled or removed. */
	isWanted(): boolean;
}

/** A body that ends early when it exceeds a limit. */
export interface WatchedBody {
	readonly chunks: AsyncIterable<Uint8Array>;
	/** How it ended. Valid once `chunks` is exhausted. */
	end(): BodyEnd;
}

type ReadResult = Awaited<ReturnType<ReadableStreamDefaultReader<Uint8Array>["read"]>>;

/**
 * Reads the body of an untrusted server. `chunks` never throws: it ends when the connection breaks, a limit is exceeded or the
 * bytes are no longer wanted. What arrived until then can be stored, and `end` says why it stopped. Only time spent waiting for
 * the server counts towards its rate, not the time that storing takes.
 */
export function watchBody(
	body: ReadableStream<Uint8Array> | null,
	limits: BodyLimits,
	deps: WatchDeps,
): WatchedBody {
	let end: BodyEnd = "broken";

	async function* read(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array, BodyEnd> {
		const deadline = deps.now() + limits.attemptMs;
		let bytes = 0;
		let window = { ms: 0, bytes: 0 };
		while (true) {
			const startedAt = deps.now();
			const next = await readInTime(reader, limits.idleMs, deps);
			const waited = deps.now() - startedAt;
			if (next === undefined) return "idle";
			if (next.done) return "whole";
			if (!deps.isWanted()) return "unwanted";
			bytes += next.value.byteLength;
			if (bytes > limits.maxBytes) return "too-long";
			yield next.value;
			window = { ms: window.ms + waited, bytes: window.bytes + next.value.byteLength };
			if (deps.now() > deadline) return "late";
			if (window.ms < limits.windowMs) continue;
			if (window.bytes * 1000 < limits.minRate * window.ms) return "slow";
			window = { ms: 0, bytes: 0 };
		}
	}

	async function* watch(): AsyncGenerator<Uint8Array, void> {
		if (body === null) {
			end = "whole";
			return;
		}
		const reader = body.getReader();
		try {
			end = yield* read(reader);
		} catch {
			end = "broken";
		} finally {
			// Stops the server when the body was abandoned; does nothing when it has ended.
			await reader.cancel().catch(() => {});
		}
	}

	return { chunks: watch(), end: () => end };
}

/** The next chunk; `undefined` when none arrives within `ms`. */
async function readInTime(
	reader: ReadableStreamDefaultReader<Uint8Array>,
	ms: number,
	{ setTimer: later }: WatchDeps,
): Promise<ReadResult | undefined> {
	const timeout = Promise.withResolvers<undefined>();
	const cancel = later(ms, () => timeout.resolve(undefined));
	try {
		return await Promise.race([reader.read(), timeout.promise]);
	} finally {
		cancel();
	}
}
