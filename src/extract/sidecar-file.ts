import type { ByteSource } from "./reader.ts";

/** A stored file that lies beside the one that is read: in the same folder of the same batch. */
export interface FileBeside {
	/** Its number. */
	readonly n: number;
	readonly name: string;
	readonly source: ByteSource;
}
