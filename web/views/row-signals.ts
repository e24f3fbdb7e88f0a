import { computed, type ReadonlySignal } from "@preact/signals";
import type { FileView } from "../models/file-group.ts";
import { barsOf, statusOf, type Tone } from "../models/file-status.ts";
import { picturesOf } from "../models/picture.ts";
import { formatBytes, formatCount, formatPercent } from "./format.ts";

/** One and the same list, so that a row without pictures never takes it for news. */
const NO_PICTURES: readonly string[] = [];

/** Everything in a row that changes, each a signal of its own: a change touches the texts it concerns and nothing else. */
export interface RowSignals {
	readonly name: ReadonlySignal<string>;
	readonly size: ReadonlySignal<string>;
	readonly label: ReadonlySignal<string>;
	readonly tone: ReadonlySignal<Tone>;
	/** The second line: what is wrong, else where the file lay. */
	readonly note: ReadonlySignal<string>;
	readonly percent: ReadonlySignal<string>;
	readonly done: ReadonlySignal<string>;
	readonly sent: ReadonlySignal<string>;
	readonly pictures: ReadonlySignal<readonly string[]>;
	readonly canRetry: ReadonlySignal<boolean>;
}

function folderOf(path: string | undefined): string {
	return path === undefined ? "" : path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function labelOf(view: FileView): string {
	const { record, local } = view;
	const { label } = statusOf(view);
	if (label === "Sending" && local.sent > 0 && local.sent < record.size)
		return `Sending ${formatBytes(local.sent)}`;
	if (record.state === "completed" && record.fields !== undefined)
		return `Done · ${formatCount(record.fields)} ${record.fields === 1 ? "field" : "fields"}`;
	return label;
}

/** Signals for one row. `retryable` tells whether asking for another try makes sense. */
export function rowSignals(
	view: ReadonlySignal<FileView | undefined>,
	storedSoFar: () => number,
	retryable: (view: FileView) => boolean,
): RowSignals {
	const of = <Value>(read: (view: FileView) => Value, none: Value) =>
		computed(() => (view.value === undefined ? none : read(view.value)));
	return {
		name: of(({ record }) => record.name, ""),
		size: of(({ record }) => formatBytes(record.size), ""),
		label: of(labelOf, ""),
		tone: of<Tone>((file) => statusOf(file).tone, "quiet"),
		note: of((file) => statusOf(file).detail ?? folderOf(file.record.path), ""),
		percent: of(({ record }) => (record.n < 0 ? "" : formatPercent(record.progress)), ""),
		done: of((file) => `transform: scaleX(${barsOf(file).done})`, ""),
		sent: of((file) => `transform: scaleX(${barsOf(file, storedSoFar()).sent})`, ""),
		pictures: computed(() => {
			const file = view.value;
			if (file === undefined || file.record.state !== "completed") return NO_PICTURES;
			return picturesOf(file.record, "row");
		}),
		canRetry: of(retryable, false),
	};
}
