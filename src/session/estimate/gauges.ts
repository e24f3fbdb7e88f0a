import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { Gauges } from "../../protocol/stream/frame.ts";
import { offsetOf, type ResumableUpload } from "../rules/upload-rules.ts";
import type { Model } from "../state/model.ts";
import { Forecast } from "./forecast.ts";
import { PartialUploadBytes } from "./partial-bytes.ts";

/** Uploads by number. */
interface UploadSource {
	get(n: number): ResumableUpload | undefined;
}

/** The latest-wins numbers of a session: computed when they are read, and never stored. */
export class GaugeTracker {
	readonly #model: Model;
	readonly #uploads: UploadSource;
	readonly #forecast: Forecast;
	/** Uploads that have grown since their file's record was written. */
	readonly #growing = new Set<number>();
	readonly #partial = new PartialUploadBytes();
	#hadBytes = false;
	#hadTimeLeft = false;

	constructor(model: Model, uploads: UploadSource) {
		this.#model = model;
		this.#uploads = uploads;
		this.#forecast = new Forecast(model.state.files.values());
	}

	/** Whether bytes have come that no record shows yet. */
	get hasGrowing(): boolean {
		return this.#growing.size > 0 || this.#partial.hasChanged;
	}

	/** Shows an upload's stored bytes as a gauge until its file's record has them. */
	watchUpload(upload: ResumableUpload): void {
		const { n, whole } = upload;
		if (n < 0) this.#partial.update(upload);
		else if (whole) this.#growing.delete(n);
		else if (offsetOf(upload) !== this.#model.state.files.get(n)?.stored) {
			this.#growing.add(n);
			this.#hadBytes = true;
		}
	}

	dropUpload(n: number): void {
		this.#growing.delete(n);
		this.#partial.drop(n);
	}

	update(before: FileRecord | undefined, after: FileRecord | undefined): void {
		this.#forecast.update(before, after);
	}

	/** The gauges of this moment. */
	read(now: number): Gauges {
		const { state, head } = this.#model;
		const { queued, retrying, processing } = state.totals.states;
		const stored = this.#stored();
		const partial = this.#partial.read();
		const timeLeft = this.#forecast.estimate(state, now, stored);
		this.#hadTimeLeft ||= timeLeft !== null;
		return {
			head,
			waiting: queued + retrying,
			running: processing,
			// Once sent, also sent empty: readers keep the last value they got.
			...(this.#hadTimeLeft && { timeLeft }),
			...(this.#hadBytes && { stored }),
			...(partial && { partial }),
		};
	}

	/** Stored bytes of uploads that have grown since their file's record was written. */
	#stored(): Record<string, number> {
		const stored: Record<string, number> = {};
		for (const n of this.#growing) {
			const upload = this.#uploads.get(n);
			const file = this.#model.state.files.get(n);
			if (upload === undefined || file === undefined || file.stored === offsetOf(upload))
				this.#growing.delete(n);
			else stored[n] = offsetOf(upload);
		}
		return stored;
	}
}
