import { setTimeout as rest } from "node:timers/promises";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import type { PollReply } from "../../../src/protocol/stream/poll-reply.ts";
import { type SessionState, snapshotChanges } from "../../../src/protocol/stream/session-state.ts";
import type { TestSession } from "./client.ts";
import { type Follower, follower } from "./follow.ts";
import { readEvents } from "./server-events.ts";
import { readSocket } from "./socket.ts";

/** Every way to read a session's stream. */
export const STEADY_TRANSPORTS = ["WebSocket", "SSE", "long-poll", "poll"] as const;
export type SteadyTransport = (typeof STEADY_TRANSPORTS)[number];

/** Seconds that a long-poll waits: short, because an actor cannot be put to sleep while one does. */
const WAIT_S = 2;

/** Milliseconds between two polls, and until a reader that lost its line comes back. */
const REST_MS = 50;

/** Folds a frame, as soon as its reader goes on. Says whether the stream must be asked again. */
type Take = (frame: Frame) => Promise<boolean>;

/** One connection while it lasts. */
interface Line {
	/** Hands frames on until the line ends. */
	read(take: Take): Promise<void>;
	/** Ends it without a goodbye. */
	cut(): void;
	/** Stops taking bytes off the network, where that is something else than not asking. */
	pause?(): void;
	resume?(): void;
}

async function openSocketLine(session: TestSession, reader: Follower): Promise<Line> {
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

async function openEventLine(session: TestSession, reader: Follower): Promise<Line> {
	const events = await readEvents(session, reader.cursor());
	return {
		async read(take) {
			for await (const { event, data } of events)
				if (event === "frame" && (await take(JSON.parse(data) as Frame))) return;
		},
		cut: events.close,
	};
}

function pollLine(waitSeconds: number) {
	return async (session: TestSession, reader: Follower): Promise<Line> => {
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

const OPEN: Readonly<Record<SteadyTransport, (session: TestSession, reader: Follower) => Promise<Line>>> = {
	WebSocket: openSocketLine,
	SSE: openEventLine,
	"long-poll": pollLine(WAIT_S),
	poll: pollLine(0),
};

/** A reader on one transport that comes back with its cursor whatever becomes of its line, until it is told to stop. */
export class SteadyReader {
	readonly transport: SteadyTransport;
	readonly #session: TestSession;
	#reader = follower();
	#line: Line | undefined;
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

	/** What ended its line last: for whoever explains why it never got there. */
	get trouble(): unknown {
		return this.#trouble;
	}

	start(): void {
		this.#isWanted = true;
		this.#reading ??= this.#readOn();
	}

	/** Goes away; `start` comes back with the cursor. */
	async stop(): Promise<void> {
		this.#isWanted = false;
		this.resume();
		this.cut();
		await this.#reading;
		this.#reading = undefined;
	}

	/** Its connection breaks. */
	cut(): void {
		this.#line?.cut();
	}

	/** Stands still as a whole, like a program that is stopped. */
	pause(): void {
		this.#gate ??= Promise.withResolvers();
		this.#line?.pause?.();
	}

	resume(): void {
		this.#line?.resume?.();
		this.#gate?.resolve();
		this.#gate = undefined;
	}

	/** Begins a new life with nothing but a copy of what it had folded: a page that was reloaded. */
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
				const line = await OPEN[this.transport](this.#session, own);
				this.#line = line;
				if (this.#gate) line.pause?.();
				if (!this.#isWanted) line.cut();
				await line.read(async (frame) => {
					await this.#gate?.promise;
					if (own === this.#reader && this.#isWanted) return own.take(frame);
					// Stopped, or reloaded: this line belongs to nobody.
					line.cut();
					return false;
				});
			} catch (error) {
				this.#trouble = error;
			}
			this.#line = undefined;
			if (this.#isWanted) await rest(REST_MS);
		}
	}
}
