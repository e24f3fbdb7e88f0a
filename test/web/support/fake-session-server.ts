import { parseRefusal } from "../../../client/http/failure.ts";
import type { ApiResult } from "../../../client/http/request-json.ts";
import type { FileChange } from "../../../src/protocol/files/change.ts";
import type { Manifest, ManifestReply } from "../../../src/protocol/files/manifest.ts";
import { problem } from "../../../src/protocol/problem.ts";
import { ok, refuse } from "../../../src/protocol/result.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import { applyFrame, emptyState, snapshotChanges } from "../../../src/protocol/stream/session-state.ts";
import { created, EPOCH } from "./frames.ts";

/** A session on the server: numbers manifests, applies its own frames and sends them to every open tab. */
export class FakeSessionServer {
	readonly announced: string[] = [];
	/** How many of the next announcements get no answer. */
	unanswered = 0;
	/** Whether the stream delivers a batch only after `catchUp`. */
	slowStream = false;
	/** SHA-256 of stored bytes. */
	readonly hashes = new Set<string>();
	/** Refuses every announcement with this status. */
	refuses: number | undefined;
	#state = emptyState(EPOCH);
	#numbers = new Map<string, readonly number[]>();
	#last = 0;
	#delayed: (() => void)[] = [];
	#readers = new Set<(frame: Frame) => void>();

	/** Opens the stream of one tab: a snapshot first. Returns a function that closes it. */
	listen(reader: (frame: Frame) => void): () => void {
		this.#readers.add(reader);
		reader({
			epoch: EPOCH,
			from: 0,
			to: this.#state.seq,
			at: 1,
			reset: true,
			changes: snapshotChanges(this.#state),
		});
		return () => this.#readers.delete(reader);
	}

	async announce(key: string, { files }: Manifest): ApiResult<ManifestReply> {
		this.announced.push(key);
		if (this.unanswered > 0) {
			this.unanswered--;
			return refuse({ kind: "network" });
		}
		if (this.refuses !== undefined)
			return refuse(parseRefusal(this.refuses, problem("too-large", "Too many files."), null));
		const known = this.#numbers.get(key);
		const numbers = known ?? files.map(() => ++this.#last);
		if (known === undefined) {
			this.#numbers.set(key, numbers);
			const batch = this.#numbers.size;
			const entries = files.map((entry, at) => created(numbers[at] ?? 0, { ...entry, batch }));
			const publish = () => this.publish([{ batch, key, at: 1 }, ...entries]);
			if (this.slowStream) this.#delayed.push(publish);
			else publish();
		}
		const already = numbers.filter((_, at) => this.hashes.has(files[at]?.sha256 ?? ""));
		return ok({
			batch: key,
			files: numbers,
			...(already.length > 0 && { already }),
			cursor: `${EPOCH}.${this.#state.seq}`,
		});
	}

	/** Lets a slow stream catch up. */
	catchUp(): void {
		for (const publish of this.#delayed.splice(0)) publish();
	}

	publish(changes: Frame["changes"]): void {
		const from = this.#state.seq;
		const frame: Frame = { epoch: EPOCH, from, to: from + 1, at: 1, changes };
		applyFrame(this.#state, frame);
		for (const reader of this.#readers) reader(frame);
	}

	/** The bytes of these files arrived. */
	markStored(...numbers: number[]): void {
		this.publish(
			numbers.map(
				(file): FileChange => ({
					file,
					state: "queued",
					progress: 10,
					stored: this.#state.files.get(file)?.size ?? 0,
				}),
			),
		);
	}
}
