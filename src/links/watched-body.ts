/** How reading a body ended. */
export type BodyEnd = "whole" | "broken" | "idle" | "slow" | "late" | "too-long" | "unwanted";

/** The bounds of one body. Milliseconds, bytes, and bytes a second. */
export interface BodyBounds {
	readonly idleMs: number;
	readonly minRate: number;
	readonly windowMs: number;
	/** For the whole of it. */
	readonly tryMs: number;
	/** The bytes that it may have. */
	readonly most: number;
}

/** What watching needs of the world. */
export interface WatchPorts {
	now(): number;
	/** Calls back once, after so many milliseconds; the answer cancels it. */
	later(ms: number, call: () => void): () => void;
	/** Whether anybody still wants the bytes. */
	wanted(): boolean;
}

/** A body as it comes, watched; and, once it has ended, how it did. */
export interface WatchedBody {
	readonly chunks: AsyncIterable<Uint8Array>;
	end(): BodyEnd;
}

type Read = Awaited<ReturnType<ReadableStreamDefaultReader<Uint8Array>["read"]>>;

/**
 * Reads a stranger's body. It simply ends when it breaks off, falls silent, drips, lasts too long, is longer than it may
 * be, or is not wanted any more: what came until then counts, and `end` tells why no more did. Only time spent waiting
 * for the server counts as its slowness, not the time that storing takes.
 */
export function watchBody(
	body: ReadableStream<Uint8Array> | null,
	bounds: BodyBounds,
	ports: WatchPorts,
): WatchedBody {
	let end: BodyEnd = "broken";

	async function* read(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array, BodyEnd> {
		const until = ports.now() + bounds.tryMs;
		let bytes = 0;
		let window = { ms: 0, bytes: 0 };
		while (true) {
			const asked = ports.now();
			const next = await readInTime(reader, bounds.idleMs, ports);
			const waited = ports.now() - asked;
			if (next === undefined) return "idle";
			if (next.done) return "whole";
			if (!ports.wanted()) return "unwanted";
			bytes += next.value.byteLength;
			if (bytes > bounds.most) return "too-long";
			yield next.value;
			window = { ms: window.ms + waited, bytes: window.bytes + next.value.byteLength };
			if (ports.now() > until) return "late";
			if (window.ms < bounds.windowMs) continue;
			if (window.bytes * 1000 < bounds.minRate * window.ms) return "slow";
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
			// Where it ended by itself this does nothing; else the server need not go on.
			await reader.cancel().catch(() => {});
		}
	}

	return { chunks: watch(), end: () => end };
}

/** The next piece; `undefined` when none comes in time. */
async function readInTime(
	reader: ReadableStreamDefaultReader<Uint8Array>,
	ms: number,
	{ later }: WatchPorts,
): Promise<Read | undefined> {
	const late = Promise.withResolvers<undefined>();
	const cancel = later(ms, () => late.resolve(undefined));
	try {
		return await Promise.race([reader.read(), late.promise]);
	} finally {
		cancel();
	}
}
