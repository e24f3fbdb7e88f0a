import { type ReadonlySignal, signal } from "@preact/signals";
import type { ApiResult, Clock } from "../../../client/http.ts";
import type { FileListReply } from "../../../src/protocol/http/reply.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import { OutlinedFiles } from "../../../src/protocol/stream/outlined-files.ts";
import { type Placement, placeFrame } from "../../../src/protocol/stream/place-frame.ts";
import type { SessionModel } from "./session-model.ts";

/** Files per request: a few screens, about 80 kB. */
const PAGE_SIZE = 200;

/** Rows that become visible within this time, in milliseconds, share a request. */
const COLLECT_MS = 30;

/** Milliseconds from a failed request to the next. */
const RETRY_MS = 2_000;

/** Dependencies of the visible details. */
export interface VisibleDetailsDeps {
	readonly session: Pick<SessionModel, "cursor" | "deliver">;
	readonly clock: Clock;
	list(from: number, to: number): ApiResult<FileListReply>;
}

/** Totals of the files of which only the outline is known. */
export interface UnloadedTotals {
	readonly files: number;
	readonly bytes: number;
	readonly stored: number;
}

/**
 * Shows a session from its outline, and loads the details of the files in view. The session receives both as frames:
 * the outline as a sparse snapshot, details as changes that do not move the cursor.
 */
export class VisibleDetails {
	readonly unloaded: ReadonlySignal<UnloadedTotals>;
	#unloaded = signal<UnloadedTotals>({ files: 0, bytes: 0, stored: 0 });
	#deps: VisibleDetailsDeps;
	#files = new OutlinedFiles();
	#visible = new Set<number>();
	#isRequesting = false;
	/** Raised by every snapshot: details requested before it may be older than it. */
	#generation = 0;

	constructor(deps: VisibleDetailsDeps) {
		this.#deps = deps;
		this.unloaded = this.#unloaded;
	}

	/** Accepts a frame, placed by `placeFrame`. */
	deliver(frame: Frame): Placement {
		const { session } = this.#deps;
		const placement = placeFrame(session.cursor(), frame);
		if (placement !== "apply" && placement !== "reset") return placement;
		if (frame.reset) this.#generation++;
		const ready = this.#files.trackFrame(frame);
		session.deliver(ready.length === 0 ? frame : { ...frame, changes: [...frame.changes, ...ready] });
		this.#publishTotals();
		if (frame.reset) this.#schedule(COLLECT_MS);
		return placement;
	}

	/** A file has become visible. */
	show(n: number): void {
		this.#visible.add(n);
		this.#schedule(COLLECT_MS);
	}

	hide(n: number): void {
		this.#visible.delete(n);
	}

	#schedule(afterMs: number): void {
		if (this.#isRequesting) return;
		this.#isRequesting = true;
		this.#deps.clock.after(afterMs, () => void this.#fetch());
	}

	async #fetch(): Promise<void> {
		const { list, session, clock } = this.#deps;
		const wanted = [...this.#visible].find((n) => this.#files.lacksDetails(n));
		if (wanted === undefined) {
			this.#isRequesting = false;
			return;
		}
		const from = wanted - ((wanted - 1) % PAGE_SIZE);
		const generation = this.#generation;
		const answer = await list(from, from + PAGE_SIZE - 1);
		const cursor = session.cursor();
		this.#isRequesting = false;
		if (!answer.ok) return this.#schedule(RETRY_MS);
		if (generation === this.#generation && cursor !== undefined) {
			const { epoch, seq } = cursor;
			const changes = this.#files.takeRecords(answer.value.files);
			session.deliver({ epoch, from: seq, to: seq, at: clock.now(), changes });
			this.#publishTotals();
			// Removed since, or unknown: its removal will arrive in a frame, and another request would return nothing
			// either.
			if (!changes.some(({ file }) => file === wanted)) this.hide(wanted);
		}
		this.#schedule(0);
	}

	#publishTotals(): void {
		const { size: files, bytes, stored } = this.#files;
		this.#unloaded.value = { files, bytes, stored };
	}
}
