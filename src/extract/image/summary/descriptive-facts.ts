import type { Fact, Json } from "../../../protocol/files/facts.ts";
import {
	type Account,
	type Agree,
	account,
	factFrom,
	folded,
	groupText,
	iptcText,
	type Told,
	tagText,
	xmpText,
} from "./metadata-fields.ts";

/** Characters from which on a text that ends early is taken as cut: IPTC's By-line holds 32, Keywords 64. */
const CUT_CHARS = 32;

/** What people wrote about the picture. XMP comes first: its text is never cut and its encoding is never a guess. */
export function wordFacts(told: Told): (Fact | undefined)[] {
	return [title(told), caption(told), keywords(told), author(told), rights(told), software(told)];
}

function title(told: Told): Fact | undefined {
	const accounts = [
		account("XMP dc:title", xmpText(told, "dc:title")),
		account("IPTC ObjectName", iptcText(told, "ObjectName")),
		account("EXIF XPTitle", tagText(told, "ifd0", 0x9c9b)),
		account("PNG Title", groupText(told, "PNG", "Title")),
		account("SVG title", groupText(told, "SVG", "Title")),
	];
	return factFrom("title", "Title", accounts, sameOrCut);
}

function caption(told: Told): Fact | undefined {
	const accounts = [
		account("XMP dc:description", xmpText(told, "dc:description")),
		account("IPTC Caption", iptcText(told, "Caption")),
		account("EXIF ImageDescription", tagText(told, "ifd0", 0x010e)),
		account("PNG Description", groupText(told, "PNG", "Description")),
		account("SVG desc", groupText(told, "SVG", "Description")),
	];
	if (accounts.some((one) => one !== undefined)) return factFrom("caption", "Caption", accounts, sameOrCut);
	const comments = [
		account("EXIF UserComment", tagText(told, "exif", 0x9286)),
		account("EXIF XPComment", tagText(told, "ifd0", 0x9c9c)),
		account("Comment", groupText(told, "Comment", "Comment")),
		account("PNG Comment", groupText(told, "PNG", "Comment")),
	];
	return factFrom("caption", "Caption", comments, () => true);
}

function keywords(told: Told): Fact | undefined {
	const accounts = [
		wordList("XMP dc:subject", told.xmp.get("dc:subject")),
		wordList("IPTC Keywords", told.iptc?.fields.Keywords),
		wordList("EXIF XPKeywords", tagText(told, "ifd0", 0x9c9e)?.split(";")),
	];
	return factFrom(
		"keywords",
		"Keywords",
		accounts,
		(one, other) => wordsOf(one).join() === wordsOf(other).join(),
	);
}

function wordList(source: string, value: Json | undefined): Account | undefined {
	const list = Array.isArray(value) ? value : typeof value === "string" ? [value] : [];
	const words = list.flatMap((word) => (typeof word === "string" && word.trim() !== "" ? [word.trim()] : []));
	return words.length === 0 ? undefined : { source, value: words, text: words.join(", ") };
}

function wordsOf({ value }: Account): string[] {
	return Array.isArray(value) ? value.map((word) => folded(String(word)).slice(0, 64)).sort() : [];
}

function author(told: Told): Fact | undefined {
	const accounts = [
		account("XMP dc:creator", xmpText(told, "dc:creator")),
		account("IPTC By-line", iptcText(told, "Byline")),
		account("EXIF Artist", tagText(told, "ifd0", 0x013b)),
		account("EXIF XPAuthor", tagText(told, "ifd0", 0x9c9d)),
		account("PNG Author", groupText(told, "PNG", "Author")),
	];
	return factFrom("author", "Author", accounts, sameOrCut);
}

function rights(told: Told): Fact | undefined {
	const accounts = [
		account("XMP dc:rights", xmpText(told, "dc:rights")),
		account("IPTC CopyrightNotice", iptcText(told, "CopyrightNotice")),
		account("EXIF Copyright", tagText(told, "ifd0", 0x8298)),
		account("PNG Copyright", groupText(told, "PNG", "Copyright")),
	];
	return factFrom("rights", "Rights", accounts, sameOrCut);
}

function software(told: Told): Fact | undefined {
	const accounts = [
		account("EXIF Software", tagText(told, "ifd0", 0x0131)),
		account("XMP xmp:CreatorTool", xmpText(told, "xmp:CreatorTool")),
		account("PNG Software", groupText(told, "PNG", "Software")),
		account("IPTC OriginatingProgram", iptcText(told, "OriginatingProgram")),
	];
	// One names what made the picture, another what changed it last: both may be true.
	return factFrom("software", "Software", accounts, () => true);
}

/** The same words, or one account that ends where its field ran out of room. */
const sameOrCut: Agree = (one, other) => {
	const [short = "", long = ""] = [folded(one.text), folded(other.text)].sort((a, b) => a.length - b.length);
	return short === long || (short.length >= CUT_CHARS - 1 && long.startsWith(short));
};
