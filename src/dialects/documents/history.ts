import type { FileRecord } from "../../protocol/files/file-record.ts";
import { filesInBatch, type SessionState } from "../../protocol/stream/session-state.ts";
import { documentStatus, UploadSums } from "./document-status.ts";
import { isUploadKey } from "./upload-key.ts";
import type { UploadList, UploadRecord } from "./upload-message.ts";

/** The collection of a file: its top folder. */
function collectionOf({ path }: FileRecord): string | undefined {
	const slash = path?.indexOf("/") ?? -1;
	return slash <= 0 ? undefined : path?.slice(0, slash);
}

/** All uploads of the caller, the newest first. They stay for as long as the session does. */
export function listUploads(state: SessionState): UploadList {
	const uploads = [...state.batches.values()]
		.filter(({ key }) => isUploadKey(key))
		.map(({ batch, key, at }) => recordOf(key, at, [...filesInBatch(state, batch)]));
	return { uploads: uploads.reverse() };
}

function recordOf(key: string, at: number, files: readonly FileRecord[]): UploadRecord {
	const { status, percent, total, failed } = new UploadSums(files.map(documentStatus)).aggregate();
	const changed = Math.max(at, ...files.map((file) => file.at));
	return {
		upload_id: key,
		collection_name: files.map(collectionOf).find((name) => name !== undefined) ?? null,
		status: files.length === 0 ? "completed" : status,
		progress_percent: files.length === 0 ? 100 : percent,
		documents: files.length,
		failed_documents: failed,
		total_chunks: total,
		received_at: new Date(at).toISOString(),
		changed_at: new Date(changed).toISOString(),
	};
}

/** The numbers of the files that were uploaded into a collection. */
export function collectionFiles(state: SessionState, collection: string): number[] {
	return [...state.files.values()]
		.filter((file) => isUploadKey(state.batches.get(file.batch)?.key ?? ""))
		.filter((file) => collectionOf(file) === collection)
		.map(({ n }) => n);
}
