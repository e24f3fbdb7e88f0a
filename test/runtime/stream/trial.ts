import { isTerminal } from "../../../src/protocol/files/file-state.ts";
import type { CommandReply } from "../../../src/protocol/http/reply.ts";
import { finishedFiles, type SessionState } from "../../../src/protocol/stream/session-state.ts";
import { stateHash } from "../../../src/protocol/stream/state-hash.ts";
import type { TestSession } from "../../support/server/client.ts";
import { followUntil } from "../../support/server/follow.ts";
import { STEADY_TRANSPORTS, SteadyReader } from "../../support/server/steady-reader.ts";
import { waitUntil } from "../../support/server/wait-until.ts";
import { announce, putFile } from "../uploads/upload-helpers.ts";

/** Files whose bytes are really sent and read at each fault; the others are announced and cancelled, which is cheap. */
const SENT_FILES = 6;

/** Batches that are each ended by one command. */
const GROUPS = 4;

/** Work that has begun: what is left of it, in two parts. */
export interface StartedWork {
	/** Sends the commands that are left, each until it is answered: a fault may come at any moment. */
	command(): Promise<void>;
	/** Sends the bytes that are left. */
	send(): Promise<void>;
	/** Both. */
	finish(): Promise<void>;
}

/** Whether every reader received everything, exactly once. */
export interface Verdict {
	/** Frames that do not continue the one before, over all readers. */
	readonly gaps: number;
	/** Ends of files that a reader received twice. */
	readonly duplicates: number;
	/** Transports of the readers whose state differs from the server's. */
	readonly diverged: readonly string[];
}

/** A session in which work goes on through faults, and one reader on each transport. */
export class StreamTrial {
	readonly session: TestSession;
	readonly readers: readonly SteadyReader[];
	readonly #timeoutMs: number;
	#files = 0;
	#drops = 0;
	#commands = 0;

	/** `timeoutMs`: for each thing that is waited for. */
	constructor(session: TestSession, timeoutMs: number) {
		this.session = session;
		this.#timeoutMs = timeoutMs;
		this.readers = STEADY_TRANSPORTS.map((transport) => new SteadyReader(session, transport));
		for (const reader of this.readers) reader.start();
	}

	/** The readers whose connections keep the actor awake. */
	get wakeful(): readonly SteadyReader[] {
		return this.readers.filter(({ transport }) => transport !== "WebSocket");
	}

	async stop(): Promise<void> {
		await Promise.all(this.readers.map((reader) => reader.stop()));
	}

	/** Announces `count` files, and does half of the work with them. */
	async begin(count: number): Promise<StartedWork> {
		const drop = `drop-${this.#drops++}`;
		const sent = Math.min(SENT_FILES, count);
		const numbers = await this.announce(`${drop}-sent`, sent);
		const [early, late] = halves(numbers);
		const groups: string[] = [];
		const size = Math.ceil((count - sent) / GROUPS);
		for (let left = count - sent; left > 0; left -= size) {
			const key = `${drop}-${groups.length}`;
			groups.push(key);
			await this.announce(key, Math.min(size, left));
		}
		const [first, rest] = halves(groups);
		await this.#sendAll(early);
		await this.#cancelAll(first);
		const command = () => this.#cancelAll(rest);
		const send = () => this.#sendAll(late);
		return {
			command,
			send,
			async finish() {
				await command();
				await send();
			},
		};
	}

	/** Announces files in a batch of their own. */
	async announce(key: string, count: number, folder = ""): Promise<readonly number[]> {
		this.#files += count;
		const entries = Array.from({ length: count }, (_, at) => {
			const name = `${key}-${at}.bin`;
			return { name, size: 4, ...(folder && { path: folder + name }) };
		});
		return announce(this.session, key, ...entries);
	}

	/** Removes a batch of `count` files. */
	async remove(key: string, count: number): Promise<void> {
		await this.session.fetch(`/api/batches/${key}`, { method: "DELETE" });
		this.#files -= count;
	}

	/** One command with an idempotency key, sent until it is answered. */
	async #command(verb: "cancel", key: string): Promise<CommandReply> {
		const headers = { "idempotency-key": `tab-of-trial.${++this.#commands}` };
		const ask = () =>
			this.session.json<CommandReply>(`/api/batches/${key}/${verb}`, { method: "POST", headers });
		return waitUntil(`${verb} ${key} is answered`, () => ask().catch(() => undefined), {
			within: this.#timeoutMs,
		});
	}

	/** Waits until every reader has folded the end of all files, then checks how it got there. */
	async verify(): Promise<Verdict> {
		const done = ({ totals }: SessionState) =>
			totals.files === this.#files && finishedFiles(totals) === this.#files;
		const { state } = await followUntil(this.session, done, { transport: "poll", within: this.#timeoutMs });
		const diverged: string[] = [];
		for (const reader of this.readers) {
			const isThere = () => reader.state.epoch === state.epoch && reader.state.seq >= state.seq;
			await waitUntil(`${reader.transport} has read everything`, isThere, { within: this.#timeoutMs }).catch(
				(error: unknown) => {
					throw new Error(String(error), { cause: reader.trouble });
				},
			);
			if (stateHash(reader.state) !== stateHash(state)) diverged.push(reader.transport);
		}
		const sum = (count: (reader: SteadyReader) => number) =>
			this.readers.reduce((total, reader) => total + count(reader), 0);
		return { gaps: sum(gapsOf), duplicates: sum(duplicatesOf), diverged };
	}

	async #sendAll(numbers: readonly number[]): Promise<void> {
		for (const n of numbers) {
			// Bytes of no known format: they are read quickly, and it is the stream that is tested.
			const response = await putFile(this.session, n, Uint8Array.of(0, 1, 2, n % 256));
			if (response.status !== 201) throw new Error(`File ${n} was not stored: ${await response.text()}`);
		}
	}

	async #cancelAll(keys: readonly string[]): Promise<void> {
		for (const key of keys) {
			const { changed } = await this.#command("cancel", key);
			this.#commands--;
			const again = await this.#command("cancel", key);
			if (again.changed !== changed || changed === 0)
				throw new Error(`"cancel ${key}" changed ${changed} files, and ${again.changed} when sent again.`);
		}
	}
}

function halves<Item>(items: readonly Item[]): [readonly Item[], readonly Item[]] {
	const half = items.length >> 1;
	return [items.slice(0, half), items.slice(half)];
}

function gapsOf({ frames }: SteadyReader): number {
	return frames.filter(({ from, reset, epoch }, at) => {
		const before = frames[at - 1];
		return !reset && (from !== before?.to || epoch !== before.epoch);
	}).length;
}

/** A snapshot has the state and not its history, so what was received before it may be in it again: snapshots do not count. */
function duplicatesOf({ frames }: SteadyReader): number {
	const ends = frames.flatMap(({ changes, reset }) =>
		reset
			? []
			: changes.flatMap((change) => ("file" in change && isTerminal(change.state) ? [change.file] : [])),
	);
	return ends.length - new Set(ends).size;
}
