import type { Change } from "../../protocol/files/change.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import { encodeFiles, MAX_SHAPES, type Outline, type Shape } from "../../protocol/stream/outline.ts";
import { filesInBatch, type SessionState, snapshotChanges } from "../../protocol/stream/session-state.ts";
import { changesIn, type View } from "./view.ts";

/** The part of a frame that a snapshot fills in, as JSON texts. */
export interface SnapshotParts {
	readonly changes: string;
	readonly outline?: string;
}

function shapeOf({ batch, state, stage, progress, attempt, kind, mime, thumbnail }: FileRecord): Shape {
	return {
		batch,
		state,
		progress,
		...(stage !== undefined && { stage }),
		...(attempt > 0 && { attempt }),
		...(kind !== undefined && { kind }),
		...(mime !== undefined && { mime }),
		...(thumbnail && { thumbnail }),
	};
}

/** The outline of files; `undefined` when they have too little in common to be worth one. */
export function outlineOf(files: Iterable<FileRecord>): Outline | undefined {
	const shapes = new Map<string, { readonly shape: Shape; readonly numbers: number[] }>();
	let last = 0;
	let bytes = 0;
	let stored = 0;
	for (const file of files) {
		const shape = shapeOf(file);
		const key = JSON.stringify(shape);
		const known = shapes.get(key);
		if (known) known.numbers.push(file.n);
		else if (shapes.size === MAX_SHAPES) return undefined;
		else shapes.set(key, { shape, numbers: [file.n] });
		last = Math.max(last, file.n);
		bytes += file.size;
		stored += file.stored;
	}
	const commonest = [...shapes.values()].sort((a, b) => b.numbers.length - a.numbers.length);
	const places: (number | undefined)[] = new Array(last);
	for (const [index, { numbers }] of commonest.entries()) for (const n of numbers) places[n - 1] = index;
	return { shapes: commonest.map(({ shape }) => shape), files: encodeFiles(places), bytes, stored };
}

function* filesIn(state: SessionState, { batch }: View): Generator<FileRecord> {
	yield* batch === undefined ? state.files.values() : filesInBatch(state, batch);
}

/** Everything a view shows, in the form it asks for. */
export function snapshotOf(state: SessionState, view: View): SnapshotParts {
	const outline = view.outline ? outlineOf(filesIn(state, view)) : undefined;
	if (outline === undefined)
		return { changes: JSON.stringify(changesIn(state, snapshotChanges(state), view)) };
	const batches: Change[] = [];
	for (const { batch, key, at } of state.batches.values()) batches.push({ batch, key, at });
	return { changes: JSON.stringify(changesIn(state, batches, view)), outline: JSON.stringify(outline) };
}
