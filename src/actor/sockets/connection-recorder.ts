import type { ConnectionReport, ConnectionStatistics } from "../../protocol/stream/statistics.ts";
import { ConnectionMetrics, resumptionOf, type Transport } from "../../session/stream/connection-metrics.ts";
import type { FrameParts } from "../../session/stream/frame-text.ts";

/** Records how streams are opened: for this session and, where a dataset is bound, for the whole deployment. */
export class ConnectionRecorder {
	readonly #dataset: AnalyticsEngineDataset | undefined;
	#metrics = new ConnectionMetrics();

	constructor(dataset: AnalyticsEngineDataset | undefined) {
		this.#dataset = dataset;
	}

	get statistics(): ConnectionStatistics {
		return this.#metrics.statistics;
	}

	/** Continues from the counts of a row. */
	load(saved: ConnectionStatistics | undefined): void {
		this.#metrics = new ConnectionMetrics(saved);
	}

	/** A stream was opened, and its reader got what it had missed. The dataset gets nothing that identifies a session. */
	recordOpened(transport: Transport, missed: FrameParts | undefined): void {
		const resumption = resumptionOf(missed);
		this.#metrics.addOpened(transport, resumption);
		const bytes = missed ? missed.changes.length + (missed.outline?.length ?? 0) : 0;
		this.#dataset?.writeDataPoint({
			indexes: [transport],
			blobs: [transport, resumption],
			doubles: [1, bytes, 0, 0, 0],
		});
	}

	/** A client reported what only it can know. */
	addReport(report: ConnectionReport): void {
		this.#metrics.addReport(report);
		const { failed = 0, fellBack = 0, firstFrameMs = 0 } = report;
		this.#dataset?.writeDataPoint({
			indexes: ["client"],
			blobs: ["client", ""],
			doubles: [0, 0, failed, fellBack, firstFrameMs],
		});
	}
}
