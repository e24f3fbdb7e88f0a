import { isCaptionName, sidecarOf } from "../../extract/media/captions/sidecar.ts";
import { triedSidecars } from "../../extract/media/transcript.ts";
import type { FileBeside } from "../../extract/sidecar-file.ts";
import type { Change } from "../../protocol/files/change.ts";
import type { Json } from "../../protocol/files/facts.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import { isFileChange } from "../../protocol/files/is-file-change.ts";
import type { Loop } from "../../session/session.ts";
import type { BlobStore } from "../../storage/blob-store.ts";
import { r2Source } from "../../storage/r2-source.ts";

function folderOf({ path = "" }: Pick<FileRecord, "path">): string {
	return path.slice(0, path.lastIndexOf("/") + 1);
}

function isRecording({ kind }: FileRecord): boolean {
	return kind === "video" || kind === "audio";
}

/** The stored files in the folder of another one. */
function neighbours({ model }: Loop, file: FileRecord): FileRecord[] {
	const folder = folderOf(file);
	return [...model.state.files.values()].filter((other) => {
		const isOther = other.n !== file.n && other.batch === file.batch;
		return isOther && folderOf(other) === folder && model.objects.has(other.n);
	});
}

/** The caption files that lie beside a recording. */
export function captionsBeside(loop: Loop, file: FileRecord, blobs: BlobStore): FileBeside[] {
	return neighbours(loop, file)
		.filter(({ name }) => sidecarOf(file.name, name) !== undefined)
		.map(({ n, name, size }) => {
			return { n, name, source: r2Source(blobs, loop.model.objects.get(n) ?? "", size) };
		});
}

/** Whether a recording was read without words, and without the captions that lie beside it by now. */
function wantsCaptions(loop: Loop, recording: FileRecord, captions: readonly FileRecord[]): boolean {
	if (recording.state !== "completed" || !isRecording(recording)) return false;
	const own = captions.filter(({ name }) => sidecarOf(recording.name, name) !== undefined);
	if (own.length === 0) return false;
	const { note, chunks } = loop.text.reading(recording.n);
	const tried = triedSidecars(note === null ? undefined : (JSON.parse(note) as Json));
	return chunks === 0 && own.some(({ n }) => !tried.includes(n));
}

/** Captions may come before their recording, while it is read, or long after: then it is read again. */
export function rereadForCaptions(loop: Loop, changes: readonly Change[]): void {
	const { files } = loop.model.state;
	for (const change of changes) {
		const file = isFileChange(change) ? files.get(change.file) : undefined;
		if (file === undefined || !isFileChange(change)) continue;
		const isThere = change.state === "queued" && isCaptionName(file.name);
		const isRead = change.state === "completed" && isRecording(file);
		if (!isThere && !isRead) continue;
		const around = neighbours(loop, file);
		const [recordings, captions] = isThere ? [around, [file]] : [[file], around];
		for (const recording of recordings)
			if (wantsCaptions(loop, recording, captions)) loop.do({ type: "reread", file: recording.n });
	}
}
