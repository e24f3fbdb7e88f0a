import type { IAudioMetadata } from "music-metadata";
import { MAX_OGG_HEAD_BYTES } from "../../limits.ts";
import { type RangedReader, ReadLimitError, TimeLimitError } from "../../reader.ts";
import { ReaderTokenizer } from "./reader-tokenizer.ts";

/** What the library found, whether it came to its end, and what it doubted. */
export interface Tags {
	readonly found: IAudioMetadata | undefined;
	/** `stopped`: more would have to be read than is allowed. `broken`: the bytes ended or contradicted themselves. */
	readonly ended: "whole" | "stopped" | "broken";
	/** Where the first cover picture stands in the file, when it stands there as it is. */
	readonly cover: { readonly offset: number; readonly length: number; readonly mime: string } | undefined;
}

/**
 * Tracks, tags and chapters by music-metadata, which survived every mutant that was tried on it. What it found before it
 * stumbled counts; only time that is up ends everything.
 */
export async function readTags(reader: RangedReader, mime: string): Promise<Tags> {
	// Loaded with the first recording: sessions that read only photos never pay for it.
	const { parseFromTokenizer } = await import("music-metadata");
	const size = mime === "audio/ogg" ? Math.min(reader.size, MAX_OGG_HEAD_BYTES) : reader.size;
	const tokenizer = new ReaderTokenizer(reader, size, mime);
	let found: IAudioMetadata | undefined;
	let ended: Tags["ended"] = "whole";
	try {
		found = await parseFromTokenizer(tokenizer, {
			duration: false,
			includeChapters: true,
			mkvUseIndex: true,
			observer: ({ metadata }) => {
				found = metadata;
			},
		});
	} catch (error) {
		if (error instanceof TimeLimitError) throw error;
		ended = error instanceof ReadLimitError ? "stopped" : "broken";
	}
	const picture = found?.common.picture?.[0];
	const offset = picture === undefined ? undefined : tokenizer.placeOf(picture.data);
	return {
		found,
		ended,
		cover:
			picture === undefined || offset === undefined
				? undefined
				: { offset, length: picture.data.length, mime: picture.format },
	};
}
