import type { IAudioMetadata } from "music-metadata";
import { MAX_OGG_HEAD_BYTES } from "../../limits.ts";
import { type RangedReader, ReadLimitError, TimeLimitError } from "../../ranged-reader.ts";
import { ReaderTokenizer } from "./reader-tokenizer.ts";

/** What music-metadata read, and how far it came. */
export interface MediaTags {
	readonly metadata: IAudioMetadata | undefined;
	/** `limited`: reading more would have exceeded the limit. `broken`: the file is incomplete or damaged. */
	readonly outcome: "complete" | "limited" | "broken";
	/** Byte range of the first cover picture; `undefined` where there is none, or it is not stored verbatim. */
	readonly cover: { readonly offset: number; readonly length: number; readonly mime: string } | undefined;
}

/**
 * Reads tracks, tags and chapters with music-metadata, which survived every mutated file that was tried on it. What it
 * found before an error is kept; only a `TimeLimitError` goes through.
 */
export async function readTags(reader: RangedReader, mime: string): Promise<MediaTags> {
	// Loaded on the first recording, so that photos alone never pay for it.
	const { parseFromTokenizer } = await import("music-metadata");
	const size = mime === "audio/ogg" ? Math.min(reader.size, MAX_OGG_HEAD_BYTES) : reader.size;
	const tokenizer = new ReaderTokenizer(reader, size, mime);
	let metadata: IAudioMetadata | undefined;
	let outcome: MediaTags["outcome"] = "complete";
	try {
		metadata = await parseFromTokenizer(tokenizer, {
			duration: false,
			includeChapters: true,
			mkvUseIndex: true,
			observer: (event) => {
				metadata = event.metadata;
			},
		});
	} catch (error) {
		if (error instanceof TimeLimitError) throw error;
		outcome = error instanceof ReadLimitError ? "limited" : "broken";
	}
	const picture = metadata?.common.picture?.[0];
	const offset = picture === undefined ? undefined : tokenizer.offsetOf(picture.data);
	return {
		metadata,
		outcome,
		cover:
			picture === undefined || offset === undefined
				? undefined
				: { offset, length: picture.data.length, mime: picture.format },
	};
}
