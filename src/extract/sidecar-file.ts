import type { ByteSource } from "./ranged-reader.ts";

/** A stored file in the same folder of the same batch as the file being extracted. */
export interface SidecarFile {
	/** Its number within the session. */
	readonly n: number;
	readonly name: string;
	readonly source: ByteSource;
}
