import { computed, type ReadonlySignal } from "@preact/signals";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { firstOrder, type Orders } from "../../models/commands/file-orders.ts";
import { picturesOf } from "../../models/details/picture.ts";
import type { FileView } from "../../models/list/file-group.ts";
import { barsOf, statusOf, type Tone } from "../../models/list/file-status.ts";
import type { QueuePlace, QueuePlaces } from "../../models/progress/queue-places.ts";
import { formatBytes, formatBytesOf, formatClock, formatCount, formatPercent } from "../format.ts";
import { formatPace, formatTimeLeft } from "../time-left.ts";

/** One and the same list, so that a row without pictures never takes it for news. */
const NO_PICTURES: readonly string[] = [];

/** Everything in a row that changes, each a signal of its own: a change touches the texts it concerns and nothing else. */
export interface RowSignals {
	readonly name: ReadonlySignal<string>;
	readonly size: ReadonlySignal<string>;
	readonly label: ReadonlySignal<string>;
	readonly tone: ReadonlySignal<Tone>;
	/** The second line: what is wrong, else how fast a large file is, else where the file lay. */
	readonly note: ReadonlySignal<string>;
	readonly percent: ReadonlySignal<string>;
	readonly done: ReadonlySignal<string>;
	readonly sent: ReadonlySignal<string>;
	readonly pictures: ReadonlySignal<readonly string[]>;
	/** What the row's first button does, if it has one. */
	readonly order: ReadonlySignal<"pause" | "resume" | "retry" | undefined>;
	readonly canCancel: ReadonlySignal<boolean>;
}

function folderOf(path: string | undefined): string {
	return path === undefined ? "" : path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** A place in the queue as a person reads it. */
function waitingLabel({ rank }: QueuePlace): string {
	return rank === 0 ? "Next in line" : `${formatCount(rank)} before it`;
}

/** Files that wait, and recordings while they are read: a photo is done before anybody could read how long it takes. */
function isTimed({ state, kind }: FileRecord): boolean {
	return state === "queued" || (state === "processing" && (kind === "video" || kind === "audio"));
}

/** Nobody knows how long a link's file is before its server has said so. */
function sizeOf({ host, size }: FileRecord): string {
	return host !== undefined && size === 0 ? "" : formatBytes(size);
}

function labelOf(view: FileView, place: QueuePlace | undefined): string {
	const { record } = view;
	if (record.state === "queued" && place !== undefined) return waitingLabel(place);
	if (record.state === "completed" && record.fields !== undefined)
		return `Done · ${formatCount(record.fields)} ${record.fields === 1 ? "field" : "fields"}`;
	return statusOf(view).label;
}

function noteOf(view: FileView, known: string, place: QueuePlace | undefined): string {
	const { record, pace, stored } = view;
	const { detail } = statusOf(view);
	if (record.state === "retrying" && record.retryAt !== undefined)
		return `Tried again at ${formatClock(record.retryAt)}. ${detail ?? ""}`.trimEnd();
	if (detail !== undefined) return detail;
	if (place?.left !== undefined) return formatTimeLeft(place.left);
	const folder = folderOf(record.path);
	if (pace === undefined) return folder === known ? "" : folder;
	const told = formatPace(pace, "bytes");
	return `${formatBytesOf(stored, record.size)} stored${told === "" ? "" : ` · ${told}`}`;
}

/**
 * Signals for one row. `folder` is one that need not be told; `ordersOf` tells what may be asked of its file now; `places`
 * where files wait.
 */
export function rowSignals(
	view: ReadonlySignal<FileView | undefined>,
	folder: ReadonlySignal<string>,
	ordersOf: (view: FileView) => Orders,
	places: ReadonlySignal<QueuePlaces>,
): RowSignals {
	// Read for those only of which it says something: the others are left alone when the queue moves.
	const placeOf = ({ record }: FileView) => (isTimed(record) ? places.value.of(record.n) : undefined);
	const of = <Value>(read: (view: FileView) => Value, none: Value) =>
		computed(() => (view.value === undefined ? none : read(view.value)));
	return {
		name: of(({ record }) => record.name, ""),
		size: of(({ record }) => sizeOf(record), ""),
		label: of((file) => labelOf(file, placeOf(file)), ""),
		tone: of<Tone>((file) => statusOf(file).tone, "quiet"),
		note: of((file) => noteOf(file, folder.value, placeOf(file)), ""),
		percent: of((file) => (file.record.n < 0 ? "" : formatPercent(100 * barsOf(file).done)), ""),
		done: of((file) => `transform: scaleX(${barsOf(file).done})`, ""),
		sent: of((file) => `transform: scaleX(${barsOf(file).sent})`, ""),
		pictures: computed(() => {
			const file = view.value;
			if (file === undefined || file.record.state !== "completed") return NO_PICTURES;
			return picturesOf(file.record, "row");
		}),
		order: of<ReturnType<typeof firstOrder>>((file) => firstOrder(ordersOf(file)), undefined),
		canCancel: of((file) => ordersOf(file).cancel, false),
	};
}
