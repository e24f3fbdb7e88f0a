import { setTimeout as rest } from "node:timers/promises";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import type { PollReply } from "../../../src/protocol/stream/poll-reply.ts";
import { type SessionState, snapshotChanges } from "../../../src/protocol/stream/session-state.ts";
import type { TestSession } from "./client.ts";
import { type Follower, follower } from "./follow.ts";
import { readEvents } from "./server-events.ts";
import { readSocket } from "./socket.ts";

/** All transports of a session's stream. */
export const STEADY_TRANSPORTS = ["WebSocket", "SSE", "long-poll", "poll"] as const;
export type SteadyTransport = (typeof STEADY_TRANSPORTS)[number];

/** Seconds that a long poll waits: short, because an actor cannot hibernate during one. */
const WAIT_S = 2;

/** Milliseconds between two polls, and until a disconnected reader reconnects. */
const REST_MS = 50;

/** Folds a frame, once the reader is not paused. Returns whether the stream must be requested again. */
type Take = (frame: Frame) => Promise<boolean>;

/** One connection. */
interface Connection {
	/** Passes on frames until the connection ends. */
	read(take: Take): Promise<void>;
	/** Cuts it without a close frame. */
	cut(): void;
	/** Stops reading from the network; absent where the reader only needs to stop requesting. */
	pause?(): void;
	resume?(): void;
}

async function openSocketConnection(session: TestSession, reader: Follower): Promise<Connection> {
	const socket = await readSocket(session, reader.cursor());
	return {
		async read(take) {
			for await (const message of socket) {
				if (message.type === "problem") throw new Error(JSON.stringify(message.problem));
				if (message.type === "frame" && (await take(message)))
					socket.send({ type: "resume", after: reader.cursor() ?? null });
			}
		},
		cut: socket.cut,
		pause: socket.pause,
		resume: socket.resume,
	};
}

async function openEventConnection(session: TestSession, reader: Follower): Promise<Connection> {
	const events = await readEvents(session, reader.cursor());
	return {
		async read(take) {
			for await (const { event, data } of events)
				if (event === "frame" && (await take(JSON.parse(data) as Frame))) return;
		},
		cut: events.close,
	};
}

function pollConnection(waitSeconds: number) {
	return async (session: TestSession, reader: Follower): Promise<Connection> => {
		const stop = new AbortController();
		return {
			async read(take) {
				const after = reader.cursor();
				const query = new URLSearchParams({ wait: String(waitSeconds), ...(after && { after }) });
				const reply = await session.json<PollReply>(`/api/session/events?${query}`, {
					headers: { accept: "application/json" },
					signal: stop.signal,
				});
				for (const frame of reply.frames) if (await take(frame)) return;
			},
			cut: () => stop.abort(),
		};
	};
}

const OPEN: Readonly<
	Record<SteadyTransport, (session: TestSession, reader: Follower) => Promise<Connection>>
> = {
	WebSocket: openSocketConnection,
	SSE: openEventConnection,
	"long-poll": pollConnection(WAIT_S),
	poll: pollConnection(0),
};

/** A reader on one transport that reconnects with its cursor after every failure, until it is stopped. */
export class SteadyReader {
	readonly transport: SteadyTransport;
	readonly #session: TestSession;
	#reader = follower();
	#connection: Connection | undefined;
	#reading: Promise<void> | undefined;
	#isWanted = false;
	#gate: PromiseWithResolvers<void> | undefined;
	#trouble: unknown;

	constructor(session: TestSession, transport: SteadyTransport) {
		this.#session = session;
		this.transport = transport;
	}

	get state(): SessionState {
		return this.#reader.state;
	}

	get frames(): readonly Frame[] {
		return this.#reader.frames;
	}

	/** What ended its last connection, for error messages. */
	get trouble(): unknown {
		return this.#trouble;
	}

	start(): void {
		this.#isWanted = true;
		this.#reading ??= this.#readOn();
	}

	/** Disconnects; `start` resumes from the cursor. */
	async stop(): Promise<void> {
		this.#isWanted = false;
		this.resume();
		this.cut();
		await this.#reading;
		this.#reading = undefined;
	}

	/** Breaks the connection. */
	cut(): void {
		this.#connection?.cut();
	}

	/** Suspends the whole reader, like a stopped process. */
	pause(): void {
		this.#gate ??= Promise.withResolvers();
		this.#connection?.pause?.();
	}

	resume(): void {
		this.#connection?.resume?.();
		this.#gate?.resolve();
		this.#gate = undefined;
	}

	/** Starts over with only a copy of the folded state, like a reloaded page. */
	reload(): void {
		const { epoch, seq } = this.state;
		const again = follower();
		if (epoch !== "")
			again.take({ epoch, from: 0, to: seq, at: 1, reset: true, changes: snapshotChanges(this.state) });
		this.#reader = again;
	}

	async #readOn(): Promise<void> {
		while (this.#isWanted) {
			await this.#gate?.promise;
			try {
				const own = this.#reader;
				const connection = await OPEN[this.transport](this.#session, own);
				this.#connection = connection;
				if (this.#gate) connection.pause?.();
				if (!this.#isWanted) connection.cut();
				await connection.read(async (frame) => {
					await this.#gate?.promise;
					if (own === this.#reader && this.#isWanted) return own.take(frame);
					// Stopped or reloaded: this connection is obsolete.
					connection.cut();
					return false;
				});
			} catch (error) {
				this.#trouble = error;
			}
			this.#connection = undefined;
			if (this.#isWanted) await rest(REST_MS);
		}
	}
}
