import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { Gauges } from "../../protocol/stream/frame.ts";
import { offsetOf, type Upload } from "../rules/upload-rules.ts";
import type { Model } from "../state/model.ts";
import { Forecast } from "./forecast.ts";
import { PartialBytes } from "./partial-bytes.ts";

/** The uploads, by number: what the board needs of their room. */
interface KnownUploads {
	get(n: number): Upload | undefined;
}

/** The latest-wins numbers of a session: worked out when somebody looks, written nowhere. */
export class GaugeBoard {
	readonly #model: Model;
	readonly #uploads: KnownUploads;
	readonly #forecast: Forecast;
	/** Uploads that have grown since their file's record was written. */
	readonly #growing = new Set<number>();
	readonly #partial = new PartialBytes();
	#toldBytes = false;
	#toldTime = false;

	constructor(model: Model, uploads: KnownUploads) {
		this.#model = model;
		this.#uploads = uploads;
		this.#forecast = new Forecast(model.state.files.values());
	}

	/** Whether bytes have come that no record tells of. */
	get hasGrowing(): boolean {
		return this.#growing.size > 0 || this.#partial.hasNews;
	}

	/** What an upload stores is told as a gauge while its file's record does not say so. */
	watch(upload: Upload): void {
		const { n, whole } = upload;
		if (n < 0) this.#partial.note(upload);
		else if (whole) this.#growing.delete(n);
		else if (offsetOf(upload) !== this.#model.state.files.get(n)?.stored) {
			this.#growing.add(n);
			this.#toldBytes = true;
		}
	}

	/** The upload is gone. */
	drop(n: number): void {
		this.#growing.delete(n);
		this.#partial.drop(n);
	}

	/** A file's record has changed. */
	note(before: FileRecord | undefined, after: FileRecord | undefined): void {
		this.#forecast.note(before, after);
	}

	/** The numbers of this moment. */
	read(now: number): Gauges {
		const { state, head } = this.#model;
		const { queued, retrying, processing } = state.totals.states;
		const stored = this.#stored();
		const partial = this.#partial.read();
		const timeLeft = this.#forecast.look(state, now, stored);
		this.#toldTime ||= timeLeft !== null;
		return {
			head,
			waiting: queued + retrying,
			running: processing,
			// Told empty too, once any was told: readers keep what they heard last.
			...(this.#toldTime && { timeLeft }),
			...(this.#toldBytes && { stored }),
			...(partial && { partial }),
		};
	}

	/** Bytes of uploads that have grown since their record said so. */
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
