import type { Change } from "../protocol/files/change.ts";
import { isFileChange } from "../protocol/files/is-file-change.ts";
import { GaugeTracker } from "./estimate/gauges.ts";
import { LinkQueue } from "./queue/link-queue.ts";
import { ReadQueue } from "./queue/read-queue.ts";
import { foldChange, type Model } from "./state/model.ts";
import type { UploadLookup } from "./store/upload-table.ts";

/**
 * What is derived from the file records and kept up with each change, so that no question costs a walk over all files.
 * Rebuilt from the model at every wake.
 */
export class SessionIndexes {
	readonly readQueue: ReadQueue;
	readonly linkQueue: LinkQueue;
	readonly gauges: GaugeTracker;
	readonly #model: Model;

	constructor(model: Model, uploads: UploadLookup) {
		this.#model = model;
		this.readQueue = new ReadQueue(model.state, (n) => model.objects.has(n));
		this.linkQueue = new LinkQueue(model);
		this.gauges = new GaugeTracker(model, uploads);
		for (const upload of uploads.open()) this.gauges.watchUpload(upload);
	}

	/** Folds one change into the model and into everything derived from it. */
	fold(change: Change): void {
		const { files } = this.#model.state;
		const before = isFileChange(change) ? files.get(change.file) : undefined;
		foldChange(this.#model, change);
		if (!isFileChange(change)) return;
		const file = files.get(change.file);
		this.gauges.update(before, file);
		if (file) {
			this.readQueue.update(file);
			this.linkQueue.update(file);
		} else {
			this.readQueue.remove(change.file);
			this.linkQueue.remove(change.file);
		}
	}
}
