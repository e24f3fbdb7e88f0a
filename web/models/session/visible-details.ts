import { type ReadonlySignal, signal } from "@preact/signals";
import type { Clock } from "../../../client/http/clock.ts";
import type { Answer } from "../../../client/http/request.ts";
import type { FileList } from "../../../src/protocol/http/reply.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import { OutlinedFiles } from "../../../src/protocol/stream/outlined-files.ts";
import { type Placement, placeFrame } from "../../../src/protocol/stream/place-frame.ts";
import type { SessionModel } from "./session-model.ts";

/** Files whose details are asked for at once: those of a few screens, about 80 kB. */
const PAGE = 200;

/** Rows that scroll into view within this time, in milliseconds, are asked for together. */
const GATHER_MS = 30;

/** Milliseconds after a request that got no answer until the next. */
const RETRY_MS = 2_000;

/** What details need. */
export interface DetailsInSightDeps {
	readonly session: Pick<SessionModel, "cursor" | "deliver">;
	readonly clock: Clock;
	list(from: number, to: number): Answer<FileList>;
}

/** The bytes of files of which only the outline is known. */
export interface Unlisted {
	readonly files: number;
	readonly bytes: number;
	readonly stored: number;
}

/**
 * Shows a session by its outline, and fetches the details of those files that somebody looks at. To the session both are
 * frames: the outline a snapshot with little in it, details changes that move no cursor.
 */
export class DetailsInSight {
	readonly unlisted: ReadonlySignal<Unlisted>;
	#unlisted = signal<Unlisted>({ files: 0, bytes: 0, stored: 0 });
	#deps: DetailsInSightDeps;
	#files = new OutlinedFiles();
	#inSight = new Set<number>();
	#isAsking = false;
	/** Raised by every snapshot: details that were asked for before it may be older than it is. */
	#generation = 0;

	constructor(deps: DetailsInSightDeps) {
		this.#deps = deps;
		this.unlisted = this.#unlisted;
	}

	/** Takes a frame that arrived, by the reader's one rule. */
	deliver(frame: Frame): Placement {
		const { session } = this.#deps;
		const placement = placeFrame(session.cursor(), frame);
		if (placement !== "apply" && placement !== "reset") return placement;
		if (frame.reset) this.#generation++;
		const told = this.#files.note(frame);
		session.deliver(told.length === 0 ? frame : { ...frame, changes: [...frame.changes, ...told] });
		this.#tell();
		if (frame.reset) this.#ask(GATHER_MS);
		return placement;
	}

	/** Somebody looks at a file. */
	look(n: number): void {
		this.#inSight.add(n);
		this.#ask(GATHER_MS);
	}

	leave(n: number): void {
		this.#inSight.delete(n);
	}

	#ask(afterMs: number): void {
		if (this.#isAsking) return;
		this.#isAsking = true;
		this.#deps.clock.after(afterMs, () => void this.#fetch());
	}

	async #fetch(): Promise<void> {
		const { list, session, clock } = this.#deps;
		const wanted = [...this.#inSight].find((n) => this.#files.lacks(n));
		if (wanted === undefined) {
			this.#isAsking = false;
			return;
		}
		const from = wanted - ((wanted - 1) % PAGE);
		const generation = this.#generation;
		const answer = await list(from, from + PAGE - 1);
		const cursor = session.cursor();
		this.#isAsking = false;
		if (!answer.ok) return this.#ask(RETRY_MS);
		if (generation === this.#generation && cursor !== undefined) {
			const { epoch, seq } = cursor;
			const changes = this.#files.take(answer.value.files);
			session.deliver({ epoch, from: seq, to: seq, at: clock.now(), changes });
			this.#tell();
			// Gone since, or nobody's: its removal is on the way, and asking again would tell nothing else.
			if (!changes.some(({ file }) => file === wanted)) this.leave(wanted);
		}
		this.#ask(0);
	}

	#tell(): void {
		const { size: files, bytes, stored } = this.#files;
		this.#unlisted.value = { files, bytes, stored };
	}
}
