import { MAX_MANIFEST_FILES } from "../../src/protocol/limits.ts";
import type { ManifestEntry } from "../../src/protocol/manifest.ts";
import type { Api } from "../edges/api.ts";
import type { PickedFile } from "../edges/folder-walk.ts";
import type { PendingFiles } from "../edges/pending-files.ts";
import type { Persevere } from "../edges/persevere.ts";
import type { TabLocks } from "../edges/tab-locks.ts";
import { awaitsBytes } from "./file-group.ts";
import type { Notices } from "./notices.ts";
import type { Outbox } from "./outbox.ts";
import { type Recognised, recognise } from "./recognise.ts";
import { sentence } from "./sentence.ts";
import type { SessionModel } from "./session.ts";
import { lockName, type Takeover } from "./takeover.ts";

/** What uploads are made of. */
export interface UploadsDeps {
	readonly api: Pick<Api, "announce">;
	readonly outbox: Outbox;
	readonly takeover: Takeover;
	readonly pending: PendingFiles;
	readonly locks: TabLocks;
	/** The server no longer knows the session. */
	sessionEnded(): void;
	/** A name for a new batch, never used before. */
	newKey(): string;
	readonly persevere: Persevere;
	readonly session: SessionModel;
	readonly notices: Notices;
	/** Lets the page draw between two pieces of work. */
	breathe(): Promise<void>;
}

function entryOf({ file, path }: PickedFile): ManifestEntry {
	return {
		name: file.name,
		size: file.size,
		...(file.type === "" ? {} : { type: file.type }),
		...(path === undefined ? {} : { path }),
		lastModified: file.lastModified,
	};
}

/** Folders are handed over in no order at all; a list wants one. Plain comparison: a collator takes 100 ms for 10,000. */
function byPlace(a: PickedFile, b: PickedFile): number {
	const left = a.path ?? a.file.name;
	const right = b.path ?? b.file.name;
	return left < right ? -1 : left > right ? 1 : 0;
}

function filesOf(count: number): string {
	return count === 1 ? "1 file" : `${count} files`;
}

/** From a drop to the queue: recognises, shows, keeps for a reload, announces, and only then sends. */
export class Uploads {
	#deps: UploadsDeps;
	#sessionId: string | undefined;

	constructor(deps: UploadsDeps) {
		this.#deps = deps;
		deps.session.onFolded((changed, left) => this.#folded(changed, left));
	}

	begin(sessionId: string): void {
		this.#sessionId = sessionId;
		void this.#deps.takeover.begin(sessionId);
	}

	/** The session is gone, and every number with it. */
	clear(): void {
		this.#sessionId = undefined;
		this.#deps.outbox.clear();
		this.#deps.takeover.clear();
	}

	/** Takes a drop: what the server waits for already goes on, the rest is new. */
	async add(dropped: readonly PickedFile[]): Promise<void> {
		const { session, notices, breathe } = this.#deps;
		if (!session.known.peek())
			notices.say("Waiting for the server. Your files are sent as soon as it answers.");
		await session.whenKnown();
		const expected = Array.from(session.records()).filter(awaitsBytes);
		const { known, fresh } = recognise(dropped, expected);
		const taken = await this.#takeUp(known);
		if (taken > 0) notices.say(`Recognised ${filesOf(taken)} that waited for their bytes. Sending goes on.`);
		else if (known.length > 0) notices.say(`Already on the list and on the way: ${filesOf(known.length)}.`);
		await breathe();
		const sorted = fresh.toSorted(byPlace);
		for (let start = 0; start < sorted.length; start += MAX_MANIFEST_FILES)
			void this.#send(sorted.slice(start, start + MAX_MANIFEST_FILES));
	}

	/** Whether this page has the bytes of a file whose sending failed. */
	canResend(n: number): boolean {
		return this.#deps.outbox.failedFile(n) !== undefined;
	}

	async resend(n: number): Promise<void> {
		const file = this.#deps.outbox.failedFile(n);
		if (file !== undefined) await this.#takeUp([{ n, file }]);
	}

	/** Sends again whatever failed here and is meant. Answers how many files that are. */
	resendAll(isMeant: (n: number) => boolean): Promise<number> {
		return this.#takeUp(this.#deps.outbox.failedFiles().filter(({ n }) => isMeant(n)));
	}

	/** One new batch, from rows without numbers to a queue of bytes. */
	async #send(files: readonly PickedFile[]): Promise<void> {
		const { newKey, session, pending, api, locks, notices, outbox, breathe, persevere, sessionEnded } =
			this.#deps;
		const sessionId = this.#sessionId;
		if (sessionId === undefined) return;
		const key = newKey();
		const drafts = session.addDrafts(key, files);
		const batch = outbox.own(key, await locks.take(lockName(key)));
		const isWanted = () => outbox.batch(key) === batch;
		await breathe();
		const manifest = files.map(entryOf);
		const bytes = files.map(({ file }) => file);
		await breathe();
		void pending
			.keep({ key, session: sessionId, manifest }, bytes, (place) => isWanted() && batch.isUnsent(place))
			.catch(() =>
				notices.say("This browser keeps no copy of the files: leave the page open until they are sent."),
			);
		const answer = await persevere(() => api.announce(key, { files: manifest }), isWanted);
		if (!isWanted()) return;
		if (!answer.ok) {
			if (answer.problem.kind === "refused" && answer.problem.status === 401) {
				sessionEnded();
				return;
			}
			outbox.release(batch);
			const detail = sentence(answer.problem);
			for (const n of drafts) session.locals.fail(n, { code: "refused", detail });
			return notices.say(detail, "bad");
		}
		const numbers = answer.value.files;
		batch.number(numbers);
		const numbered = bytes.flatMap((file, at) => {
			const n = numbers[at];
			return n === undefined ? [] : [{ n, file }];
		});
		outbox.enqueue(batch, numbered);
		if (batch.unsent.size === 0) outbox.release(batch);
	}

	/** Bytes for files that the server expects. Answers how many are sent because of it. */
	async #takeUp(known: readonly Recognised[]): Promise<number> {
		const { session, locks, outbox } = this.#deps;
		const wanted = known.filter(({ n }) => !session.locals.holds(n));
		const byKey = Map.groupBy(wanted, ({ n }) => this.#keyOf(n) ?? "");
		byKey.delete("");
		let taken = 0;
		for (const [key, files] of byKey) {
			let batch = outbox.batch(key);
			if (batch === undefined) {
				const giveBack = await locks.tryTake(lockName(key));
				// Another tab has it, and sends it.
				if (giveBack === undefined) continue;
				batch = outbox.own(key, giveBack);
			}
			outbox.enqueue(batch, files);
			taken += files.length;
			if (batch.unsent.size === 0) outbox.release(batch);
		}
		return taken;
	}

	/** Follows the server: what needs no bytes any more is let go, and batches without an owner are looked after. */
	#folded(changed: ReadonlySet<number>, left: ReadonlySet<number>): void {
		const { session, outbox, takeover } = this.#deps;
		for (const n of changed) {
			if (n < 0) continue;
			const record = session.record(n);
			if (left.has(n) || (record !== undefined && !awaitsBytes(record))) outbox.settled(n);
			else outbox.follow(n);
			const key = record && awaitsBytes(record) ? session.batchKey(record.batch) : undefined;
			if (key !== undefined && !outbox.owns(key)) takeover.watch(key);
		}
	}

	#keyOf(n: number): string | undefined {
		const record = this.#deps.session.record(n);
		return record && this.#deps.session.batchKey(record.batch);
	}
}
