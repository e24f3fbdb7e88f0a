import type { ConnectionReport, ConnectionStatistics } from "../../protocol/stream/statistics.ts";
import { Connections, resumptionOf, type Transport } from "../../session/stream/connection-metrics.ts";
import type { FrameParts } from "../../session/stream/frame-text.ts";

/** Counts how streams are opened: for this session, and, where the deployment has a dataset, for all of them. */
export class Openings {
	readonly #dataset: AnalyticsEngineDataset | undefined;
	#connections = new Connections();

	constructor(dataset: AnalyticsEngineDataset | undefined) {
		this.#dataset = dataset;
	}

	get statistics(): ConnectionStatistics {
		return this.#connections.statistics;
	}

	/** Goes on from what a row kept. */
	load(kept: ConnectionStatistics | undefined): void {
		this.#connections = new Connections(kept);
	}

	/** A reader has come, and was told what it missed. Nothing that names a session leaves it. */
	count(transport: Transport, missed: FrameParts | undefined): void {
		const resumption = resumptionOf(missed);
		this.#connections.opened(transport, resumption);
		const bytes = missed ? missed.changes.length + (missed.outline?.length ?? 0) : 0;
		this.#dataset?.writeDataPoint({
			indexes: [transport],
			blobs: [transport, resumption],
			doubles: [1, bytes, 0, 0, 0],
		});
	}

	/** A client told what only it can know. */
	told(report: ConnectionReport): void {
		this.#connections.told(report);
		const { failed = 0, fellBack = 0, firstFrameMs = 0 } = report;
		this.#dataset?.writeDataPoint({
			indexes: ["client"],
			blobs: ["client", ""],
			doubles: [0, 0, failed, fellBack, firstFrameMs],
		});
	}
}
