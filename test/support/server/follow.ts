import { formatCursor } from "../../../src/protocol/stream/cursor.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import { placeFrame } from "../../../src/protocol/stream/place-frame.ts";
import { applyFrame, emptyState, type SessionState } from "../../../src/protocol/stream/session-state.ts";
import { poll, type TestSession } from "./client.ts";
import { readEvents } from "./server-events.ts";
import { readSocket } from "./socket.ts";

/** The three ways to read a session's stream. */
export type Transport = "socket" | "events" | "poll";

/** Seconds that one long poll waits. */
const POLL_WAIT_S = 5;

/** A reader that folds frames as the client does, and remembers every frame it applied. */
export interface Follower {
	readonly state: SessionState;
	readonly frames: readonly Frame[];
	/** Its cursor; `undefined` before the first frame. */
	cursor(): string | undefined;
	/** Folds a frame. Returns whether the stream must be requested again from the cursor. */
	take(frame: Frame): boolean;
}

/** A follower that has read nothing. */
export function follower(): Follower {
	const state = emptyState();
	const frames: Frame[] = [];
	const known = () => (state.epoch === "" ? undefined : { epoch: state.epoch, seq: state.seq });
	return {
		state,
		frames,
		cursor() {
			const cursor = known();
			return cursor && formatCursor(cursor);
		},
		take(frame) {
			const placement = placeFrame(known(), frame);
			if (placement === "ask-again") return true;
			if (placement === "drop") return false;
			applyFrame(state, frame);
			frames.push(frame);
			return false;
		},
	};
}

type Done = (state: SessionState) => boolean;

async function viaSocket(session: TestSession, reader: Follower, done: Done): Promise<void> {
	const socket = await readSocket(session, reader.cursor());
	try {
		for await (const message of socket) {
			if (message.type === "problem") throw new Error(JSON.stringify(message.problem));
			if (message.type !== "frame") continue;
			if (reader.take(message)) socket.send({ type: "resume", after: reader.cursor() ?? null });
			if (done(reader.state)) return;
		}
	} finally {
		socket.cut();
	}
}

async function viaEvents(session: TestSession, reader: Follower, done: Done): Promise<void> {
	const events = await readEvents(session, reader.cursor());
	try {
		for await (const { event, data } of events) {
			if (event !== "frame") continue;
			const frame = JSON.parse(data) as Frame;
			if (reader.take(frame) || done(reader.state)) return;
		}
	} finally {
		events.close();
	}
}

async function viaPoll(session: TestSession, reader: Follower, done: Done): Promise<void> {
	const { reply } = await poll(session, reader.cursor(), POLL_WAIT_S);
	for (const frame of reply?.frames ?? []) {
		if (reader.take(frame) || done(reader.state)) return;
	}
}

const READ = { socket: viaSocket, events: viaEvents, poll: viaPoll };

/**
 * Reads a session's stream until the folded state matches, resuming from the cursor whenever the stream ends. Resolves
 * with the reader, so that a test can compare transports and interruptions.
 */
export async function followUntil(
	session: TestSession,
	done: Done,
	{ transport = "socket" as Transport, reader = follower(), within = 90_000 } = {},
): Promise<Follower> {
	const deadline = performance.now() + within;
	while (!done(reader.state)) {
		if (performance.now() > deadline) {
			throw new Error(`Not within ${within} ms; the totals are ${JSON.stringify(reader.state.totals)}.`);
		}
		await READ[transport](session, reader, done);
	}
	return reader;
}
