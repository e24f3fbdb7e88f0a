import { computed, type ReadonlySignal } from "@preact/signals";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { type AllowedActions, primaryAction } from "../../models/commands/allowed-actions.ts";
import { pictureUrls } from "../../models/details/picture.ts";
import type { FileView } from "../../models/files/file-group.ts";
import { fileStatus, progressBars, type Tone } from "../../models/list/file-status.ts";
import type { QueuePosition, QueuePositions } from "../../models/progress/queue-positions.ts";
import { formatBytes, formatPercent } from "../../words/en/format.ts";
import { rowWords } from "../../words/en/rows.ts";
import { formatPace, formatTimeLeft } from "../../words/en/time-left.ts";

/** One constant array, so that a signal without pictures never counts as changed. */
const NO_PICTURES: readonly string[] = [];

/** Everything in a row that changes, one signal each: a change rewrites only the texts that it affects. */
export interface RowSignals {
	readonly name: ReadonlySignal<string>;
	readonly size: ReadonlySignal<string>;
	readonly label: ReadonlySignal<string>;
	readonly tone: ReadonlySignal<Tone>;
	/** The second line: the problem, else the time or pace, else the folder. */
	readonly note: ReadonlySignal<string>;
	readonly percent: ReadonlySignal<string>;
	readonly done: ReadonlySignal<string>;
	readonly sent: ReadonlySignal<string>;
	readonly pictureUrls: ReadonlySignal<readonly string[]>;
	/** The action of the row's first button, if it has one. */
	readonly primaryAction: ReadonlySignal<"pause" | "resume" | "retry" | undefined>;
	readonly canCancel: ReadonlySignal<boolean>;
}

function folderOf(path: string | undefined): string {
	return path === undefined ? "" : path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** Waiting files, and recordings while they are read. Photos are read too quickly for a time left to be worth showing. */
function hasTimeLeft({ state, kind }: FileRecord): boolean {
	return state === "queued" || (state === "processing" && (kind === "video" || kind === "audio"));
}

/** Empty for a link's file until its server has reported the size. */
function sizeOf({ host, size }: FileRecord): string {
	return host !== undefined && size === 0 ? "" : formatBytes(size);
}

function labelOf(view: FileView, place: QueuePosition | undefined): string {
	const { record } = view;
	if (record.state === "queued" && place !== undefined) return rowWords.inLine(place.rank);
	if (record.state === "completed" && record.fields !== undefined)
		return rowWords.doneWithFields(record.fields);
	return fileStatus(view).label;
}

function noteOf(view: FileView, batchFolder: string, place: QueuePosition | undefined): string {
	const { record, pace, stored } = view;
	const { detail } = fileStatus(view);
	if (record.state === "retrying" && record.retryAt !== undefined)
		return rowWords.nextTry(record.retryAt, detail ?? "");
	if (detail !== undefined) return detail;
	if (place?.left !== undefined) return formatTimeLeft(place.left);
	const folder = folderOf(record.path);
	if (pace === undefined) return folder === batchFolder ? "" : folder;
	const speed = formatPace(pace, "bytes");
	return rowWords.uploadedOf(stored, record.size) + (speed === "" ? "" : ` · ${speed}`);
}

/**
 * Signals for one row. `folder` is left out of the note, because the heading shows it; `actionsOf` answers which actions the
 * file allows now; `positions` has its place in the queue.
 */
export function createRowSignals(
	view: ReadonlySignal<FileView | undefined>,
	folder: ReadonlySignal<string>,
	actionsOf: (view: FileView) => AllowedActions,
	positions: ReadonlySignal<QueuePositions>,
): RowSignals {
	// Read only for files that show it: all other rows then ignore changes of the queue.
	const placeOf = ({ record }: FileView) => (hasTimeLeft(record) ? positions.value.of(record.n) : undefined);
	const derive = <Value>(read: (view: FileView) => Value, fallback: Value) =>
		computed(() => (view.value === undefined ? fallback : read(view.value)));
	return {
		name: derive(({ record }) => record.name, ""),
		size: derive(({ record }) => sizeOf(record), ""),
		label: derive((file) => labelOf(file, placeOf(file)), ""),
		tone: derive<Tone>((file) => fileStatus(file).tone, "quiet"),
		note: derive((file) => noteOf(file, folder.value, placeOf(file)), ""),
		percent: derive((file) => (file.record.n < 0 ? "" : formatPercent(100 * progressBars(file).done)), ""),
		done: derive((file) => `transform: scaleX(${progressBars(file).done})`, ""),
		sent: derive((file) => `transform: scaleX(${progressBars(file).sent})`, ""),
		pictureUrls: computed(() => {
			const file = view.value;
			if (file === undefined || file.record.state !== "completed") return NO_PICTURES;
			return pictureUrls(file.record, "row");
		}),
		primaryAction: derive<ReturnType<typeof primaryAction>>(
			(file) => primaryAction(actionsOf(file)),
			undefined,
		),
		canCancel: derive((file) => actionsOf(file).cancel, false),
	};
}
