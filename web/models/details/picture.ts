import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { KIB, MIB } from "../../../src/protocol/limits.ts";
import { originalUrl, thumbnailUrl } from "./file-urls.ts";

/** Image types that every browser can display. */
const DRAWABLE: ReadonlySet<string> = new Set([
	"image/jpeg",
	"image/png",
	"image/gif",
	"image/webp",
	"image/avif",
	"image/bmp",
	"image/svg+xml",
]);

/** Largest original shown in a row: about the size of an embedded thumbnail, and correctly oriented. */
const MAX_ROW_ORIGINAL_BYTES = 384 * KIB;

/** Largest original preferred over an embedded thumbnail in the panel: thumbnails are often 160 pixels wide. */
const MAX_PREFERRED_ORIGINAL_BYTES = 8 * MIB;

/** Largest original shown where the file has no thumbnail. */
const MAX_FALLBACK_ORIGINAL_BYTES = 25 * MIB;

/** The URLs of a file's pictures, best first; a view tries the next one if one does not load. */
export function pictureUrls(record: FileRecord, location: "row" | "panel"): readonly string[] {
	if (record.state !== "completed") return [];
	const embedded = record.thumbnail === true ? [thumbnailUrl(record.n)] : [];
	// The cover of a recording.
	if (record.kind !== "image") return embedded;
	const drawable = record.mime !== undefined && DRAWABLE.has(record.mime);
	const original = drawable && record.size > 0 ? [originalUrl(record.n)] : [];
	if (location === "row")
		return record.size <= MAX_ROW_ORIGINAL_BYTES ? [...original, ...embedded] : embedded;
	if (record.size <= MAX_PREFERRED_ORIGINAL_BYTES) return [...original, ...embedded];
	return record.size <= MAX_FALLBACK_ORIGINAL_BYTES ? [...embedded, ...original] : embedded;
}
