import type { FileRecord } from "../../../src/protocol/files/file-record.ts";

/** Keys that the page made up; any other was chosen by somebody, and is a name. */
const MADE_UP = /^drop-[0-9a-z]+-[0-9a-z]+$/;

/** Folders that are named before the rest is only counted: what fits in a line. */
const NAMED_FOLDERS = 2;

interface Members {
	/** Files in each outermost folder; under the empty name those that came on their own. */
	readonly folders: Map<string, number>;
	/** The name of the first file that came on its own. */
	loose: string;
}

function folderOf({ path }: FileRecord): string {
	return path?.includes("/") ? path.slice(0, path.indexOf("/")) : "";
}

function filesOf(count: number): string {
	return count === 1 ? "1 file" : `${count} files`;
}

/** Names of batches: the folders of a drop, or the files that came without one. Kept as files come and go. */
export class BatchNames {
	#batches = new Map<number, Members>();

	add(record: FileRecord): void {
		let members = this.#batches.get(record.batch);
		if (members === undefined) {
			members = { folders: new Map(), loose: record.name };
			this.#batches.set(record.batch, members);
		}
		const folder = folderOf(record);
		members.folders.set(folder, (members.folders.get(folder) ?? 0) + 1);
	}

	/** Forgets a batch that has no files any more. */
	forget(batch: number): void {
		this.#batches.delete(batch);
	}

	of(batch: number, key: string): string {
		if (key !== "" && !MADE_UP.test(key)) return key;
		const members = this.#batches.get(batch);
		if (members === undefined) return key;
		const folders = [...members.folders.keys()].filter((folder) => folder !== "");
		const loose = members.folders.get("") ?? 0;
		if (folders.length === 0) return loose > 1 ? `${members.loose} and ${loose - 1} more` : members.loose;
		const parts = folders.slice(0, NAMED_FOLDERS);
		const rest = folders.length - parts.length;
		if (rest > 0) parts.push(rest === 1 ? "1 more folder" : `${rest} more folders`);
		if (loose > 0) parts.push(filesOf(loose));
		const last = parts.pop() ?? "";
		return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
	}
}
