import type { Api, Retry } from "../../../client/http.ts";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import type { ManifestEntry } from "../../../src/protocol/files/manifest.ts";
import { splitManifest } from "../../../src/protocol/files/split-manifest.ts";
import { MAX_FILE_BYTES, MIB } from "../../../src/protocol/limits.ts";
import type { FileHash } from "../../edges/browser/file-hash.ts";
import type { PickedFile } from "../../edges/drop/picked-file.ts";
import type { TabLocks } from "../../edges/tabs/tab-locks.ts";
import { uploadWords } from "../../words/en/upload.ts";
import { failureSentence } from "../failure-sentence.ts";
import { awaitsBytes } from "../files/file-group.ts";
import type { Notices } from "../notices.ts";
import type { SessionModel } from "../session/session-model.ts";
import { hashPossibleDuplicates } from "./duplicate-hashes.ts";
import type { FileReopener } from "./file-reopener.ts";
import { type MatchedFile, matchDropped } from "./match-dropped.ts";
import type { Outbox } from "./outbox.ts";
import { batchLockName, type UploadRecovery } from "./upload-recovery.ts";

/** Dependencies of the upload coordinator. */
export interface UploadCoordinatorDeps {
	readonly api: Pick<Api, "announce">;
	readonly outbox: Outbox;
	readonly recovery: UploadRecovery;
	readonly locks: TabLocks;
	/** The server no longer has the session. */
	sessionEnded(): void;
	readonly reopener: Pick<FileReopener, "clear">;
	readonly hash: FileHash;
	/** A new, unique batch key. */
	newKey(): string;
	readonly retry: Retry;
	readonly session: SessionModel;
	readonly notices: Notices;
	/** Lets the page paint between two pieces of work. */
	yieldToLoop(): Promise<void>;
	/** Waits for a paint before long work, unless the page is hidden. */
	waitForPaint(painted: Promise<void>): Promise<void>;
}

/** A dropped file and its manifest entry. Reading the name of a `File` costs far more than reading the entry's. */
interface ManifestItem {
	readonly item: PickedFile;
	readonly entry: ManifestEntry;
}

function toManifestItem(item: PickedFile): ManifestItem {
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

/** Browsers list folders in no particular order. Plain comparison: a collator takes 100 ms for 10,000 names. */
function byPath({ entry: a }: ManifestItem, { entry: b }: ManifestItem): number {
	const left = a.path ?? a.name;
	const right = b.path ?? b.name;
	return left < right ? -1 : left > right ? 1 : 0;
}

/** The size limit in GiB, for the notice. */
const MAX_GIB = MAX_FILE_BYTES / MIB / 1024;

/** A manifest with one oversized file would be refused as a whole. */
function splitByMaxSize(dropped: readonly PickedFile[]) {
	const sendable = dropped.filter(({ file }) => file.size <= MAX_FILE_BYTES);
	return { sendable, oversized: dropped.length - sendable.length };
}

/** Whether the server has the bytes of a file. */
function isStored(record: FileRecord): boolean {
	return !awaitsBytes(record) && record.state !== "cancelled";
}

/**
 * Takes files from a drop to the upload queue: matches known files, adds rows, saves for a reload, announces, and only
 * then sends.
 */
export class UploadCoordinator {
	#deps: UploadCoordinatorDeps;
	#sessionId: string | undefined;

	constructor(deps: UploadCoordinatorDeps) {
		this.#deps = deps;
		deps.session.onFilesChanged((changed, removed) => this.#filesChanged(changed, removed));
	}

	begin(sessionId: string): void {
		const { session, recovery } = this.#deps;
		this.#sessionId = sessionId;
		void recovery.begin(sessionId);
		// Process what the stream delivered before this code was loaded, or before the session was known.
		this.#filesChanged(new Set(Array.from(session.records(), ({ n }) => n)), new Set());
	}

	/** The session no longer exists, and its file numbers are void. */
	clear(): void {
		this.#sessionId = undefined;
		this.#deps.outbox.clear();
		this.#deps.recovery.clear();
		this.#deps.reopener.clear();
	}

	/** Takes dropped files: continues those that the server is waiting for, and uploads the new ones. */
	async add(dropped: readonly PickedFile[]): Promise<void> {
		const { session, notices, yieldToLoop } = this.#deps;
		if (!session.isConfirmed.peek()) notices.show(uploadWords.waitingForServer);
		await session.whenConfirmed();
		const { sendable, oversized } = splitByMaxSize(dropped);
		if (oversized > 0) notices.show(uploadWords.tooLarge(oversized, MAX_GIB), "bad");
		const records = Array.from(session.records());
		const { matched: expected, unmatched } = matchDropped(sendable, records.filter(awaitsBytes));
		await yieldToLoop();
		const { matched: stored, unmatched: fresh } = matchDropped(unmatched, records.filter(isStored));
		const resumed = await this.#sendMatched(expected);
		if (resumed > 0) notices.show(uploadWords.resumed(resumed));
		else if (expected.length > 0) notices.show(uploadWords.alreadyUploading(expected.length));
		else if (stored.length > 0) notices.show(uploadWords.alreadyUploaded(stored.length));
		await yieldToLoop();
		const items = fresh.map(toManifestItem);
		await yieldToLoop();
		items.sort(byPath);
		const files = items.map(({ item }) => item);
		const entries = items.map(({ entry }) => entry);
		await yieldToLoop();
		for (const { from, to } of splitManifest(entries))
			void this.#send(files.slice(from, to), entries.slice(from, to));
	}

	/** Whether this page has the bytes of a file that it failed to send. */
	canResend(n: number): boolean {
		return this.#deps.outbox.failedFile(n) !== undefined;
	}

	async resend(n: number): Promise<void> {
		const file = this.#deps.outbox.failedFile(n);
		if (file !== undefined) await this.#sendMatched([file]);
	}

	/** Resends the selected files that failed here. Resolves to their number. */
	resendAll(isSelected: (n: number) => boolean): Promise<number> {
		return this.#sendMatched(this.#deps.outbox.failedFiles().filter(({ n }) => isSelected(n)));
	}

	/** Sends one new batch, from optimistic rows to the queue. */
	async #send(files: readonly PickedFile[], entries: readonly ManifestEntry[]): Promise<void> {
		const { newKey, session, hash, api, locks, notices, outbox, yieldToLoop, waitForPaint } = this.#deps;
		const { retry, sessionEnded } = this.#deps;
		const sessionId = this.#sessionId;
		if (sessionId === undefined) return;
		const key = newKey();
		const rows = session.addOptimisticRows(key, entries);
		await waitForPaint(session.whenPainted());
		const stored = Array.from(session.records()).filter(isStored);
		const manifest = await hashPossibleDuplicates(files, entries, stored, hash);
		const releaseLock = await locks.acquire(batchLockName(key));
		// The session ended meanwhile, and these rows with it.
		if (this.#sessionId !== sessionId) return releaseLock();
		const batch = outbox.own({ key, session: sessionId, manifest }, releaseLock);
		const isWanted = () => outbox.batch(key) === batch;
		await yieldToLoop();
		void batch.saveManifest(files, isWanted).catch(() => notices.show(uploadWords.notKept));
		await yieldToLoop();
		const answer = await retry(() => api.announce(key, { files: manifest }), isWanted);
		if (!isWanted()) return;
		if (!answer.ok) {
			if (answer.problem.kind === "refused" && answer.problem.status === 401) {
				sessionEnded();
				return;
			}
			outbox.releaseBatch(batch);
			const detail = failureSentence(answer.problem);
			for (const n of rows) session.localFiles.fail(n, { code: "refused", detail });
			return notices.show(detail, "bad");
		}
		const numbers = answer.value.files;
		batch.setNumbers(numbers);
		const already = new Set(answer.value.already);
		const numbered = files.flatMap(({ file, origin }, at) => {
			const n = numbers[at];
			return n === undefined || already.has(n) ? [] : [{ n, file, ...(origin && { origin }) }];
		});
		outbox.enqueue(batch, numbered);
		if (batch.unsent.size === 0) outbox.releaseBatch(batch);
	}

	/** Sends bytes of files that the server expects. Resolves to the number of files sent because of it. */
	async #sendMatched(matched: readonly MatchedFile[]): Promise<number> {
		const { session, locks, outbox } = this.#deps;
		const sessionId = this.#sessionId;
		if (sessionId === undefined) return 0;
		const wanted = matched.filter(({ n }) => !session.localFiles.canSend(n));
		const byKey = Map.groupBy(wanted, ({ n }) => this.#batchKeyOf(n) ?? "");
		byKey.delete("");
		let resumed = 0;
		for (const [key, files] of byKey) {
			let batch = outbox.batch(key);
			if (batch === undefined) {
				const releaseLock = await locks.tryAcquire(batchLockName(key));
				// Another tab owns the batch and sends it.
				if (releaseLock === undefined) continue;
				batch = outbox.own({ key, session: sessionId, manifest: [], numbers: [] }, releaseLock);
			}
			outbox.enqueue(batch, files);
			const owned = batch;
			// For the next reload. If nothing can be saved, that was shown when the files were first dropped.
			void batch.saveMatched(files, () => outbox.batch(key) === owned).catch(() => {});
			resumed += files.length;
			if (batch.unsent.size === 0) outbox.releaseBatch(batch);
		}
		return resumed;
	}

	/** Follows the server's records: drops bytes that are no longer needed, and watches batches without an owner. */
	#filesChanged(changed: ReadonlySet<number>, removed: ReadonlySet<number>): void {
		const { session, outbox, recovery } = this.#deps;
		const wantedAgain: MatchedFile[] = [];
		for (const n of changed) {
			if (n < 0) continue;
			const record = session.record(n);
			if (record?.state === "cancelled") outbox.markCancelled(n);
			else if (removed.has(n) || (record !== undefined && !awaitsBytes(record))) outbox.discard(n);
			else outbox.syncPaused(n);
			const again = record && awaitsBytes(record) ? outbox.cancelledFile(n) : undefined;
			if (again !== undefined) wantedAgain.push(again);
			const key = record && awaitsBytes(record) ? session.batchKey(record.batch) : undefined;
			if (key !== undefined && !outbox.owns(key)) recovery.watch(key);
		}
		if (wantedAgain.length > 0) void this.#sendMatched(wantedAgain);
	}

	#batchKeyOf(n: number): string | undefined {
		const record = this.#deps.session.record(n);
		return record && this.#deps.session.batchKey(record.batch);
	}
}
