import type { Gauges } from "../../protocol/stream/frame.ts";

/** A frame whose changes are JSON text already. */
export interface FrameParts {
	readonly epoch: string;
	readonly from: number;
	readonly to: number;
	readonly at: number;
	readonly reset?: true;
	/** A JSON array. */
	readonly changes: string;
	/** A JSON object: the outline that a snapshot has of its files in place of changes. */
	readonly outline?: string;
	readonly gauges?: Gauges;
}

/** The JSON of a frame for sockets, events and polls, without parsing the changes again. */
export function frameText(parts: FrameParts, type?: "frame"): string {
	const { changes, outline, gauges, ...numbers } = parts;
	const head = JSON.stringify({ ...(type && { type }), ...numbers }).slice(0, -1);
	const tail = gauges === undefined ? "" : `,"gauges":${JSON.stringify(gauges)}`;
	const files = outline === undefined ? "" : `,"outline":${outline}`;
	return `${head},"changes":${changes}${files}${tail}}`;
}
