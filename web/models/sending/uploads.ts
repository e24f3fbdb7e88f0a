import type { Api } from "../../../client/http/api.ts";
import type { Persevere } from "../../../client/http/retry.ts";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import type { ManifestEntry } from "../../../src/protocol/files/manifest.ts";
import { manifestPieces } from "../../../src/protocol/files/manifest-pieces.ts";
import { MAX_FILE_BYTES, MIB } from "../../../src/protocol/limits.ts";
import type { FileHash } from "../../edges/browser/file-hash.ts";
import type { PickedFile } from "../../edges/drop/picked-file.ts";
import type { TabLocks } from "../../edges/tabs/tab-locks.ts";
import { sentence } from "../failure-sentence.ts";
import { awaitsBytes } from "../list/file-group.ts";
import type { Notices } from "../notices.ts";
import type { SessionModel } from "../session/session-model.ts";
import { withHashes } from "./duplicate-hashes.ts";
import { type Recognised, recognise } from "./match-dropped.ts";
import type { Outbox } from "./outbox.ts";
import type { Reopening } from "./reopening.ts";
import { lockName, type Takeover } from "./upload-recovery.ts";

/** What uploads are made of. */
export interface UploadsDeps {
	readonly api: Pick<Api, "announce">;
	readonly outbox: Outbox;
	readonly takeover: Takeover;
	readonly locks: TabLocks;
	/** The server no longer knows the session. */
	sessionEnded(): void;
	readonly reopening: Pick<Reopening, "clear">;
	readonly hash: FileHash;
	/** A name for a new batch, never used before. */
	newKey(): string;
	readonly persevere: Persevere;
	readonly session: SessionModel;
	readonly notices: Notices;
	/** Lets the page draw between two pieces of work. */
	breathe(): Promise<void>;
	/** Lets something be painted before long work goes on, if anybody looks. */
	paintFirst(painted: Promise<void>): Promise<void>;
}

/** A dropped file, and what is announced of it. Asking a `File` for its name costs far more than asking the entry. */
interface Announced {
	readonly item: PickedFile;
	readonly entry: ManifestEntry;
}

function announced(item: PickedFile): Announced {
	const { file, path } = item;
	const { name, size, type, lastModified } = file;
	const entry = {
		name,
		size,
		...(type !== "" && { type }),
		...(path !== undefined && { path }),
		lastModified,
	};
	return { item, entry };
}

/** Folders are handed over in no order at all; a list wants one. Plain comparison: a collator takes 100 ms for 10,000. */
function byPlace({ entry: a }: Announced, { entry: b }: Announced): number {
	const left = a.path ?? a.name;
	const right = b.path ?? b.name;
	return left < right ? -1 : left > right ? 1 : 0;
}

/** The longest file that can be announced, as people say it. */
const MOST_GIB = MAX_FILE_BYTES / MIB / 1024;

/** One file that is too long would have its whole manifest refused. */
function partByLength(dropped: readonly PickedFile[]) {
	const sendable = dropped.filter(({ file }) => file.size <= MAX_FILE_BYTES);
	return { sendable, tooLong: dropped.length - sendable.length };
}

/** Whether the server has the bytes of a file. */
function isStored(record: FileRecord): boolean {
	return !awaitsBytes(record) && record.state !== "cancelled";
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
		const { session, takeover } = this.#deps;
		this.#sessionId = sessionId;
		void takeover.begin(sessionId);
		// What was told before this was there, or before it was known whose it is.
		this.#folded(new Set(Array.from(session.records(), ({ n }) => n)), new Set());
	}

	/** The session is gone, and every number with it. */
	clear(): void {
		this.#sessionId = undefined;
		this.#deps.outbox.clear();
		this.#deps.takeover.clear();
		this.#deps.reopening.clear();
	}

	/** Takes a drop: what the server waits for already goes on, the rest is new. */
	async add(dropped: readonly PickedFile[]): Promise<void> {
		const { session, notices, breathe } = this.#deps;
		if (!session.known.peek())
			notices.say("Waiting for the server. Your files are sent as soon as it answers.");
		await session.whenKnown();
		const { sendable, tooLong } = partByLength(dropped);
		if (tooLong > 0) notices.say(`${filesOf(tooLong)} above ${MOST_GIB} GiB cannot be sent.`, "bad");
		const records = Array.from(session.records());
		const { known, fresh: others } = recognise(sendable, records.filter(awaitsBytes));
		await breathe();
		const { known: stored, fresh } = recognise(others, records.filter(isStored));
		const taken = await this.#takeUp(known);
		if (taken > 0) notices.say(`Recognised ${filesOf(taken)} that waited for their bytes. Sending goes on.`);
		else if (known.length > 0) notices.say(`Already on the list and on the way: ${filesOf(known.length)}.`);
		else if (stored.length > 0) notices.say(`Already here, and not sent again: ${filesOf(stored.length)}.`);
		await breathe();
		const meant = fresh.map(announced);
		await breathe();
		meant.sort(byPlace);
		const files = meant.map(({ item }) => item);
		const entries = meant.map(({ entry }) => entry);
		await breathe();
		for (const { from, to } of manifestPieces(entries))
			void this.#send(files.slice(from, to), entries.slice(from, to));
	}

	/** Whether this page has the bytes of a file whose sending failed. */
	canResend(n: number): boolean {
		return this.#deps.outbox.failedFile(n) !== undefined;
	}

	async resend(n: number): Promise<void> {
		const file = this.#deps.outbox.failedFile(n);
		if (file !== undefined) await this.#takeUp([file]);
	}

	/** Sends again whatever failed here and is meant. Answers how many files that are. */
	resendAll(isMeant: (n: number) => boolean): Promise<number> {
		return this.#takeUp(this.#deps.outbox.failedFiles().filter(({ n }) => isMeant(n)));
	}

	/** One new batch, from rows without numbers to a queue of bytes. */
	async #send(files: readonly PickedFile[], entries: readonly ManifestEntry[]): Promise<void> {
		const { newKey, session, hash, api, locks, notices, outbox, breathe, paintFirst } = this.#deps;
		const { persevere, sessionEnded } = this.#deps;
		const sessionId = this.#sessionId;
		if (sessionId === undefined) return;
		const key = newKey();
		const drafts = session.addDrafts(key, entries);
		await paintFirst(session.whenShown());
		const stored = Array.from(session.records()).filter(isStored);
		const manifest = await withHashes(files, entries, stored, hash);
		const giveBack = await locks.take(lockName(key));
		// The session ended meanwhile, and these rows with it.
		if (this.#sessionId !== sessionId) return giveBack();
		const batch = outbox.own({ key, session: sessionId, manifest }, giveBack);
		const isWanted = () => outbox.batch(key) === batch;
		await breathe();
		void batch
			.keep(files, isWanted)
			.catch(() =>
				notices.say("This browser keeps no copy of the files: leave the page open until they are sent."),
			);
		await breathe();
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
		const already = new Set(answer.value.already);
		const numbered = files.flatMap(({ file, origin }, at) => {
			const n = numbers[at];
			return n === undefined || already.has(n) ? [] : [{ n, file, ...(origin && { origin }) }];
		});
		outbox.enqueue(batch, numbered);
		if (batch.unsent.size === 0) outbox.release(batch);
	}

	/** Bytes for files that the server expects. Answers how many are sent because of it. */
	async #takeUp(known: readonly Recognised[]): Promise<number> {
		const { session, locks, outbox } = this.#deps;
		const sessionId = this.#sessionId;
		if (sessionId === undefined) return 0;
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
				batch = outbox.own({ key, session: sessionId, manifest: [], numbers: [] }, giveBack);
			}
			outbox.enqueue(batch, files);
			const owned = batch;
			// For another reload. Where nothing can be kept, this one was announced when the files were dropped first.
			void batch.keepAgain(files, () => outbox.batch(key) === owned).catch(() => {});
			taken += files.length;
			if (batch.unsent.size === 0) outbox.release(batch);
		}
		return taken;
	}

	/** Follows the server: what needs no bytes any more is let go, and batches without an owner are looked after. */
	#folded(changed: ReadonlySet<number>, left: ReadonlySet<number>): void {
		const { session, outbox, takeover } = this.#deps;
		const wantedAgain: Recognised[] = [];
		for (const n of changed) {
			if (n < 0) continue;
			const record = session.record(n);
			if (record?.state === "cancelled") outbox.cancelled(n);
			else if (left.has(n) || (record !== undefined && !awaitsBytes(record))) outbox.settled(n);
			else outbox.follow(n);
			const again = record && awaitsBytes(record) ? outbox.cancelledFile(n) : undefined;
			if (again !== undefined) wantedAgain.push(again);
			const key = record && awaitsBytes(record) ? session.batchKey(record.batch) : undefined;
			if (key !== undefined && !outbox.owns(key)) takeover.watch(key);
		}
		if (wantedAgain.length > 0) void this.#takeUp(wantedAgain);
	}

	#keyOf(n: number): string | undefined {
		const record = this.#deps.session.record(n);
		return record && this.#deps.session.batchKey(record.batch);
	}
}
