import type { Fact, Json } from "../../../protocol/files/facts.ts";
import {
	type Candidate,
	candidate,
	type Equivalence,
	factFrom,
	groupText,
	iptcText,
	type MetadataFields,
	normalizeText,
	tagText,
	xmpText,
} from "./metadata-fields.ts";

/**
 * Text of at least about this length may have been truncated by its field: IPTC's By-line holds 32 characters, Keywords
 * 64.
 */
const TRUNCATED_CHARS = 32;

/**
 * Titles, captions, keywords, authors and the like. XMP comes first: its text is never truncated and its encoding is
 * known.
 */
export function descriptiveFacts(metadata: MetadataFields): (Fact | undefined)[] {
	return [
		title(metadata),
		caption(metadata),
		keywords(metadata),
		author(metadata),
		rights(metadata),
		software(metadata),
	];
}

function title(metadata: MetadataFields): Fact | undefined {
	const candidates = [
		candidate("XMP dc:title", xmpText(metadata, "dc:title")),
		candidate("IPTC ObjectName", iptcText(metadata, "ObjectName")),
		candidate("EXIF XPTitle", tagText(metadata, "ifd0", 0x9c9b)),
		candidate("PNG Title", groupText(metadata, "PNG", "Title")),
		candidate("SVG title", groupText(metadata, "SVG", "Title")),
	];
	return factFrom("title", "Title", candidates, sameOrTruncated);
}

function caption(metadata: MetadataFields): Fact | undefined {
	const candidates = [
		candidate("XMP dc:description", xmpText(metadata, "dc:description")),
		candidate("IPTC Caption", iptcText(metadata, "Caption")),
		candidate("EXIF ImageDescription", tagText(metadata, "ifd0", 0x010e)),
		candidate("PNG Description", groupText(metadata, "PNG", "Description")),
		candidate("SVG desc", groupText(metadata, "SVG", "Description")),
	];
	if (candidates.some((one) => one !== undefined))
		return factFrom("caption", "Caption", candidates, sameOrTruncated);
	const comments = [
		candidate("EXIF UserComment", tagText(metadata, "exif", 0x9286)),
		candidate("EXIF XPComment", tagText(metadata, "ifd0", 0x9c9c)),
		candidate("Comment", groupText(metadata, "Comment", "Comment")),
		candidate("PNG Comment", groupText(metadata, "PNG", "Comment")),
	];
	return factFrom("caption", "Caption", comments, () => true);
}

function keywords(metadata: MetadataFields): Fact | undefined {
	const candidates = [
		keywordList("XMP dc:subject", metadata.xmp.get("dc:subject")),
		keywordList("IPTC Keywords", metadata.iptc?.fields.Keywords),
		keywordList("EXIF XPKeywords", tagText(metadata, "ifd0", 0x9c9e)?.split(";")),
	];
	return factFrom(
		"keywords",
		"Keywords",
		candidates,
		(one, other) => comparableKeywords(one).join() === comparableKeywords(other).join(),
	);
}

function keywordList(source: string, value: Json | undefined): Candidate | undefined {
	const list = Array.isArray(value) ? value : typeof value === "string" ? [value] : [];
	const keywords = list.flatMap((word) =>
		typeof word === "string" && word.trim() !== "" ? [word.trim()] : [],
	);
	return keywords.length === 0 ? undefined : { source, value: keywords, text: keywords.join(", ") };
}

/** In any order, and cut to the 64 characters that an IPTC keyword holds. */
function comparableKeywords({ value }: Candidate): string[] {
	return Array.isArray(value) ? value.map((word) => normalizeText(String(word)).slice(0, 64)).sort() : [];
}

function author(metadata: MetadataFields): Fact | undefined {
	const candidates = [
		candidate("XMP dc:creator", xmpText(metadata, "dc:creator")),
		candidate("IPTC By-line", iptcText(metadata, "Byline")),
		candidate("EXIF Artist", tagText(metadata, "ifd0", 0x013b)),
		candidate("EXIF XPAuthor", tagText(metadata, "ifd0", 0x9c9d)),
		candidate("PNG Author", groupText(metadata, "PNG", "Author")),
	];
	return factFrom("author", "Author", candidates, sameOrTruncated);
}

function rights(metadata: MetadataFields): Fact | undefined {
	const candidates = [
		candidate("XMP dc:rights", xmpText(metadata, "dc:rights")),
		candidate("IPTC CopyrightNotice", iptcText(metadata, "CopyrightNotice")),
		candidate("EXIF Copyright", tagText(metadata, "ifd0", 0x8298)),
		candidate("PNG Copyright", groupText(metadata, "PNG", "Copyright")),
	];
	return factFrom("rights", "Rights", candidates, sameOrTruncated);
}

function software(metadata: MetadataFields): Fact | undefined {
	const candidates = [
		candidate("EXIF Software", tagText(metadata, "ifd0", 0x0131)),
		candidate("XMP xmp:CreatorTool", xmpText(metadata, "xmp:CreatorTool")),
		candidate("PNG Software", groupText(metadata, "PNG", "Software")),
		candidate("IPTC OriginatingProgram", iptcText(metadata, "OriginatingProgram")),
	];
	// One may name what created the picture and another what last changed it, so they never conflict.
	return factFrom("software", "Software", candidates, () => true);
}

/** The same text, or one candidate that is the other one truncated by its field. */
const sameOrTruncated: Equivalence = (one, other) => {
	const [short = "", long = ""] = [normalizeText(one.text), normalizeText(other.text)].sort(
		(a, b) => a.length - b.length,
	);
	return short === long || (short.length >= TRUNCATED_CHARS - 1 && long.startsWith(short));
};
