import { ok, refuse } from "../../../protocol/result.ts";
import { bytesText, grouped } from "../../file-facts.ts";
import { plainJson } from "../../json/plain-json.ts";
import { Head } from "../document-metadata.ts";
import { MAX_PDF_BYTES, MAX_PDF_PAGES, MAX_PDF_STREAM_BYTES } from "../limits.ts";
import { encryptedProblem } from "../office/open-zip.ts";
import type { OpenFormat, TextSink } from "../open-document.ts";
import { tellParagraphs } from "./headings.ts";
import { openPdfFile, type PdfFile } from "./library.ts";
import { outlineOf, type PdfOutline, pageKey } from "./outline.ts";
import { paragraphsOf } from "./page-text.ts";
import { walkStreams } from "./streams.ts";

/** Which entry of the information dictionary tells which fact (ISO 32000-2, 14.3.3). */
const FACTS: readonly (readonly [entry: string, fact: string])[] = [
	["Title", "title"],
	["Author", "author"],
	["Subject", "subject"],
	["Creator", "producer"],
	["Producer", "producer"],
	["Language", "language"],
];

/** Which XMP property (ISO 16684-1) tells which fact, where the information dictionary is silent. */
const XMP_FACTS: readonly (readonly [property: string, fact: string])[] = [
	["dc:title", "title"],
	["dc:creator", "author"],
	["dc:description", "subject"],
	["dc:publisher", "publisher"],
	["dc:rights", "rights"],
	["xmp:creatortool", "producer"],
	["xmp:createdate", "createdAt"],
	["xmp:modifydate", "modifiedAt"],
];

/** A PDF: page by page, each freed before the next. The whole file must be held, so its size is bounded. */
export const openPdf: OpenFormat = async ({ reader, format, memory }) => {
	if (reader.size > MAX_PDF_BYTES) {
		const most = bytesText(MAX_PDF_BYTES).replace(/ \(.*/, "");
		const detail = `This PDF has ${bytesText(reader.size)}; the text of those up to ${most} is read. Split it, or make its pictures smaller.`;
		return refuse({ code: "too-large-to-read", detail });
	}
	const release = await memory.take(reader.size);
	try {
		const bytes = await reader.whole();
		const streams = walkStreams(bytes);
		if (streams.bomb) {
			const detail = `What is packed in this PDF grows beyond all measure when it is unpacked (one piece to more than ${MAX_PDF_STREAM_BYTES / 1024 / 1024} MiB), so it was not opened.`;
			release();
			return refuse({ code: "too-much-to-read", detail });
		}
		const file = await openPdfFile(bytes);
		const head = new Head();
		head.data.images.count = streams.images.count;
		head.data.images.bytes = streams.images.bytes;
		await tellInformation(file, head);
		const outline = await outlineOf(file);
		if (file.numPages > MAX_PDF_PAGES)
			head.notice(
				`Only the first ${grouped(MAX_PDF_PAGES)} of its ${grouped(file.numPages)} pages were read.`,
			);
		return ok({
			unit: "page",
			items: Math.min(file.numPages, MAX_PDF_PAGES),
			head,
			place: (item) => ({ page: item + 1 }),
			read: (item, sink) => readPage(file, item, outline, head, sink),
			async close() {
				await file.loadingTask.destroy();
				release();
			},
		});
	} catch (error) {
		release();
		const name = error instanceof Error ? error.name : "";
		if (name === "PasswordException") return refuse(encryptedProblem(format.label));
		if (!/^(InvalidPDF|FormatError|MissingData|UnknownError|XRef|TypeError|RangeError|Error)/.test(name))
			throw error;
		const detail = `This ${format.label} is damaged: its table of contents cannot be found or followed.`;
		return refuse({ code: "unreadable-document", detail });
	}
};

async function readPage(
	file: PdfFile,
	item: number,
	outline: PdfOutline,
	head: Head,
	sink: TextSink,
): Promise<void> {
	const page = await file.getPage(item + 1);
	try {
		const headings = [pageKey(page.ref), pageKey(item)].flatMap((key) => outline.get(key ?? "") ?? []);
		tellParagraphs(await paragraphsOf(page), headings, sink);
		for (const note of await page.getAnnotations()) {
			const { subtype, url, unsafeUrl, fieldType, fieldValue, contentsObj } = note;
			if (subtype === "Link") head.link(url ?? unsafeUrl);
			// What a button holds ("Off") is a word of the form, and not of whoever filled it in.
			else if (typeof fieldValue === "string" && fieldType !== "Btn") sink.block({ text: fieldValue });
			else if (contentsObj?.str) sink.block({ text: contentsObj.str });
		}
	} finally {
		page.cleanup();
	}
}

async function tellInformation(file: PdfFile, head: Head): Promise<void> {
	const { info, metadata } = await file.getMetadata();
	const text = (entry: string) => (typeof info[entry] === "string" ? info[entry] : undefined);
	for (const [entry, fact] of FACTS) head.tell(fact, text(entry), `PDF ${entry}`);
	head.tell("createdAt", isoDate(text("CreationDate")), "PDF CreationDate");
	head.tell("modifiedAt", isoDate(text("ModDate")), "PDF ModDate");
	const fields = Object.entries(info).filter(
		([, value]) => value !== null && value !== "" && value !== false,
	);
	const xmp = new Map(metadata ?? []);
	for (const [property, fact] of XMP_FACTS) head.tell(fact, wordsOf(xmp.get(property)), `XMP ${property}`);
	head.group("XMP", Object.fromEntries([...xmp].map(([name, value]) => [name, plainJson(value)])));
	head.group("PDF", Object.fromEntries(fields.map(([name, value]) => [name, plainJson(value)])));
}

/** A property of XMP as one text: creators are a list. */
function wordsOf(value: unknown): string {
	return [value]
		.flat()
		.filter((part) => typeof part === "string")
		.join(", ");
}

/** `D:20220406201541+02'00'` (ISO 32000-2, 7.9.4) as ISO 8601; what it does not tell is not invented. */
export function isoDate(text = ""): string | undefined {
	const found = /^(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-]\d\d)'?(\d\d)?)?/.exec(text);
	if (found === null) return undefined;
	const [, year, month, day, hour, minute, second = "00", utc, zone, zoneMinutes = "00"] = found;
	const date = [year, month, day].filter((part) => part !== undefined).join("-");
	if (hour === undefined || minute === undefined) return date;
	return `${date}T${hour}:${minute}:${second}${utc ?? (zone === undefined ? "" : `${zone}:${zoneMinutes}`)}`;
}
