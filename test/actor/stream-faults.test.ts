import { afterAll, beforeAll, expect, test } from "vitest";
import { changesOf } from "../../src/protocol/session-state.ts";
import { stateHash } from "../../src/protocol/state-hash.ts";
import { openSession, type TestSession } from "../support/client.ts";
import { type Follower, follower, followUntil, type Transport } from "../support/follow.ts";
import { property } from "../support/seed.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { readSocket } from "../support/socket.ts";
import { waitUntil } from "../support/wait-until.ts";
import { sendForm } from "./form-body.ts";
import { announce, settled } from "./uploading.ts";

/** Files of one form. */
const FORM = 100;

/** Milliseconds for what a fault and a restart may take on a busy machine. */
const PATIENCE_MS = 90_000;

const TRANSPORTS = ["socket", "events", "poll"] as const satisfies readonly Transport[];

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.stop());

/** A session that grows by so many files with every fault, and a reader on each transport. */
class Watched {
	readonly session: TestSession;
	readonly readers: Record<Transport, Follower> = {
		socket: follower(),
		events: follower(),
		poll: follower(),
	};
	#files = 0;

	constructor(session: TestSession) {
		this.session = session;
	}

	/** Announces files and sends all but the first of them; gives what sends the first. */
	async begin(count: number): Promise<() => Promise<void>> {
		const key = `drop-${this.#files}`;
		const entries = Array.from({ length: count }, (_, at) => ({
			name: `${this.#files + at}.bin`,
			// Bytes of no kind: what is read of them is quick, and it is the stream that is tested.
			bytes: Uint8Array.of(0, 1, 2, at),
		}));
		this.#files += count;
		const numbers = await announce(
			this.session,
			key,
			...entries.map(({ name, bytes }) => ({ name, size: bytes.length })),
		);
		const fields = entries.map((entry, at) => ({ ...entry, field: String(numbers[at]) }));
		const [first, ...rest] = fields;
		for (let at = 0; at < rest.length; at += FORM)
			await sendForm(this.session, key, rest.slice(at, at + FORM));
		return async () => {
			if (first) await sendForm(this.session, key, [first]);
		};
	}

	/** Reads on with some of the readers until all files are done, whatever breaks meanwhile. */
	async read(transports: readonly Transport[] = TRANSPORTS): Promise<void> {
		const done = settled(this.#files);
		await Promise.all(
			transports.map((transport) =>
				waitUntil(
					`all is done over ${transport}`,
					() =>
						followUntil(this.session, done, {
							transport,
							reader: this.readers[transport],
							within: PATIENCE_MS,
						}).then(
							() => true,
							() => false,
						),
					{ within: PATIENCE_MS, every: 50 },
				),
			),
		);
	}

	/** Every reader has folded what a newcomer is told, and each frame that it took followed the one before. */
	async expectAgreement(): Promise<void> {
		const fresh = await followUntil(this.session, settled(this.#files), { transport: "poll" });
		for (const [transport, { state, frames }] of Object.entries(this.readers)) {
			expect(stateHash(state), transport).toBe(stateHash(fresh.state));
			const gaps = frames.filter(({ from, reset }, at) => !reset && from !== frames[at - 1]?.to);
			expect(gaps, transport).toEqual([]);
			const once = frames.flatMap(({ changes, reset }) =>
				reset
					? []
					: changes.flatMap((change) => ("file" in change && change.progress === 100 ? [change.file] : [])),
			);
			expect(new Set(once).size, transport).toBe(once.length);
		}
	}
}

/** What happens while files are being read, or while nobody listens. Each ends with everybody having read everything. */
const FAULTS: Readonly<Record<string, (watched: Watched, finish: () => Promise<void>) => Promise<void>>> = {
	async "the server is killed"(watched, finish) {
		const reading = watched.read();
		await server.kill();
		await server.restart();
		await finish();
		await reading;
	},
	async "every line is cut again and again"(watched, finish) {
		for (let cut = 0; cut < 5; cut++) {
			const socket = await readSocket(watched.session, watched.readers.socket.cursor());
			await socket.next();
			socket.cut();
		}
		await finish();
		await watched.read();
	},
	async "everybody is away while it happens"(watched, finish) {
		await finish();
		await followUntil(watched.session, ({ totals }) => totals.files === totals.states.completed, {
			transport: "poll",
		});
		await watched.read();
	},
	async "the actor sleeps with its sockets"(watched, finish) {
		const reading = watched.read(["socket"]);
		await server.hibernate(watched.session.id);
		await finish();
		await reading;
		await watched.read();
	},
	async "the actor is put out with its sockets"(watched, finish) {
		const reading = watched.read(["socket"]);
		await readSocket(watched.session);
		await server.evict(watched.session.id);
		await finish();
		await reading;
		await watched.read();
	},
	async "the reader is loaded again from what it had kept"(watched, finish) {
		for (const transport of TRANSPORTS) {
			const { state } = watched.readers[transport];
			const again = follower();
			if (state.epoch !== "")
				again.take({
					epoch: state.epoch,
					from: 0,
					to: state.seq,
					at: 1,
					reset: true,
					changes: changesOf(state),
				});
			watched.readers[transport] = again;
		}
		await finish();
		await watched.read();
	},
	async "a reader does not read for a while"(watched, finish) {
		const stalled = await readSocket(watched.session, watched.readers.socket.cursor());
		stalled.pause();
		await finish();
		await watched.read();
		stalled.cut();
	},
};

test.for([1, 150])(
	"with %i more files at each fault, every reader ends where the session is, in any order of faults",
	{ timeout: 240_000 },
	(count) =>
		property(1, async (random) => {
			const watched = new Watched(await openSession(server.url));
			for (const [name, fault] of random.shuffle(Object.entries(FAULTS))) {
				const finish = await watched.begin(count);
				await fault(watched, finish);
				await watched.expectAgreement().catch((error: unknown) => {
					throw new Error(`After this fault: ${name}.`, { cause: error });
				});
			}
		}),
);
