import { isCaptionName } from "../../protocol/files/caption-name.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import { isFileChange } from "../../protocol/files/is-file-change.ts";
import type { PlacedNote } from "../state/model.ts";
import type { NamedFile } from "../state/sidecar-index.ts";
import type { DecisionBuilder } from "./decision-builder.ts";

/**
 * Captions may arrive before their recording, while it is read, or long after: a recording that was read without finding
 * words is read again once a caption file of its own is stored that it has not tried. Costs nothing for other files.
 */
export function readAgainForCaptions(builder: DecisionBuilder): void {
	/** Caption files that this command creates: the model does not have them yet. */
	const created = new Map<number, NamedFile>();
	/** Recordings that this command has queued: several captions of one recording may be stored at once. */
	const queued = new Set<number>();
	// A copy: what is added here is not looked at again.
	for (const change of [...builder.changes]) {
		if (!isFileChange(change)) continue;
		const { file, batch, name, path, state } = change;
		if (name !== undefined && batch !== undefined && isCaptionName(name))
			created.set(file, { batch, name, ...(typeof path === "string" && { path }) });
		if (state === "queued") afterStoring(builder, file, created.get(file), queued);
		else if (state === "completed") afterReading(builder, file);
	}
}

function afterStoring(
	builder: DecisionBuilder,
	n: number,
	created: NamedFile | undefined,
	queued: Set<number>,
): void {
	const { sidecars, state } = builder.model;
	const caption = state.files.get(n) ?? created;
	if (caption === undefined || !isCaptionName(caption.name)) return;
	for (const recording of sidecars.recordingsOf(caption)) {
		const file = state.files.get(recording);
		const tried = sidecars.triedFor(recording);
		if (file === undefined || tried === undefined || tried.includes(n) || queued.has(recording)) continue;
		queued.add(recording);
		readAgain(builder, file);
	}
}

function afterReading(builder: DecisionBuilder, n: number): void {
	const { model, notes } = builder;
	const recording = model.state.files.get(n);
	const tried = triedIn(notes, n);
	if (recording === undefined || tried === undefined) return;
	for (const caption of model.sidecars.captionsOf(recording)) {
		if (!model.objects.has(caption) || tried.includes(caption)) continue;
		readAgain(builder, { ...recording, state: "completed" });
		return;
	}
}

function triedIn(notes: readonly PlacedNote[], n: number): readonly number[] | undefined {
	for (const { note } of notes) if ("wordless" in note && note.file === n) return note.wordless ?? undefined;
}

function readAgain(builder: DecisionBuilder, recording: FileRecord): void {
	builder.apply(recording, { type: "read-again", ticket: builder.nextTicket(recording.batch) });
}
