import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { KIB, MIB } from "../../../src/protocol/limits.ts";
import { originalAddress, thumbnailAddress } from "./file-urls.ts";

/** What every browser can draw. */
const DRAWABLE: ReadonlySet<string> = new Set([
	"image/jpeg",
	"image/png",
	"image/gif",
	"image/webp",
	"image/avif",
	"image/bmp",
	"image/svg+xml",
]);

/** Originals up to this many bytes are shown in a row: about what an embedded picture costs, and the right way up. */
const SMALL_ORIGINAL_BYTES = 384 * KIB;

/** Originals up to this many bytes are preferred in the panel: embedded pictures are often 160 pixels wide. */
const SHARP_ORIGINAL_BYTES = 8 * MIB;

/** Originals up to this many bytes stand in where the file holds no picture of its own. */
const LARGEST_ORIGINAL_BYTES = 25 * MIB;

/** Where pictures of a file lie, the best one first; a view goes on to the next when one does not load. */
export function picturesOf(record: FileRecord, place: "row" | "panel"): readonly string[] {
	if (record.state !== "completed") return [];
	const embedded = record.thumbnail === true ? [thumbnailAddress(record.n)] : [];
	// The cover of a record or a film.
	if (record.kind !== "image") return embedded;
	const drawable = record.mime !== undefined && DRAWABLE.has(record.mime);
	const original = drawable && record.size > 0 ? [originalAddress(record.n)] : [];
	if (place === "row") return record.size <= SMALL_ORIGINAL_BYTES ? [...original, ...embedded] : embedded;
	if (record.size <= SHARP_ORIGINAL_BYTES) return [...original, ...embedded];
	return record.size <= LARGEST_ORIGINAL_BYTES ? [...embedded, ...original] : embedded;
}
