import { ok, refuse } from "../../../protocol/result.ts";
import { formatBytes, formatCount } from "../../file-facts.ts";
import { plainJson } from "../../json/plain-json.ts";
import { DocumentMetadata } from "../document-metadata.ts";
import { MAX_PDF_BYTES, MAX_PDF_PAGES, MAX_PDF_STREAM_BYTES } from "../limits.ts";
import { encryptedProblem } from "../office/open-zip.ts";
import type { BlockSink, DocumentOpener } from "../open-document.ts";
import { emitParagraphs } from "./headings.ts";
import { type PdfOutline, pageKey, readOutline } from "./outline.ts";
import { paragraphsOf } from "./page-text.ts";
import { openPdfFile, type PdfFile } from "./pdfjs.ts";
import { scanStreams } from "./scan-streams.ts";

/** Facts by entry of the information dictionary (ISO 32000-2, 14.3.3). */
const FACTS: readonly (readonly [entry: string, fact: string])[] = [
	["Title", "title"],
	["Author", "author"],
	["Subject", "subject"],
	["Creator", "producer"],
	["Producer", "producer"],
	["Language", "language"],
];

/** Facts by XMP property (ISO 16684-1), where the information dictionary has no value. */
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

/** A PDF: page by page, each freed before the next. The library holds the whole file, so its size is bounded. */
export const openPdf: DocumentOpener = async ({ reader, format, memory }) => {
	if (reader.size > MAX_PDF_BYTES) {
		const limit = formatBytes(MAX_PDF_BYTES).replace(/ \(.*/, "");
		const detail = `This PDF is too large: ${formatBytes(reader.size)}. The limit is ${limit}. Split it, or reduce the size of its images.`;
		return refuse({ code: "too-large-to-read", detail });
	}
	const release = await memory.acquire(reader.size);
	let file: PdfFile | undefined;
	try {
		const bytes = await reader.readAll();
		const streams = scanStreams(bytes);
		if (streams.bomb) {
			const detail = `This PDF was not opened: a part of it expands to more than ${MAX_PDF_STREAM_BYTES / 1024 / 1024} MiB when it is unpacked.`;
			release();
			return refuse({ code: "too-much-to-read", detail });
		}
		const opened = await openPdfFile(bytes);
		file = opened;
		const metadata = new DocumentMetadata();
		metadata.data.images.count = streams.images.count;
		metadata.data.images.bytes = streams.images.bytes;
		await addInformation(opened, metadata);
		const outline = await readOutline(opened);
		if (opened.numPages > MAX_PDF_PAGES)
			metadata.addNotice(
				`Only the first ${formatCount(MAX_PDF_PAGES)} of its ${formatCount(opened.numPages)} pages were read.`,
			);
		return ok({
			unit: "page",
			itemCount: Math.min(opened.numPages, MAX_PDF_PAGES),
			metadata,
			placeOf: (item) => ({ page: item + 1 }),
			readItem: (item, sink) => readPage(opened, item, outline, metadata, sink),
			async close() {
				await opened.loadingTask.destroy();
				release();
			},
		});
	} catch (error) {
		await file?.loadingTask.destroy();
		release();
		const name = error instanceof Error ? error.name : "";
		if (name === "PasswordException") return refuse(encryptedProblem(format.label));
		if (!/^(InvalidPDF|FormatError|MissingData|UnknownError|XRef|TypeError|RangeError|Error)/.test(name))
			throw error;
		const detail = `This ${format.label} is damaged: its table of objects is missing or broken.`;
		return refuse({ code: "unreadable-document", detail });
	}
};

async function readPage(
	file: PdfFile,
	item: number,
	outline: PdfOutline,
	metadata: DocumentMetadata,
	sink: BlockSink,
): Promise<void> {
	const page = await file.getPage(item + 1);
	try {
		const headings = [pageKey(page.ref), pageKey(item)].flatMap((key) => outline.get(key ?? "") ?? []);
		emitParagraphs(await paragraphsOf(page), headings, sink);
		for (const note of await page.getAnnotations()) {
			const { subtype, url, unsafeUrl, fieldType, fieldValue, contentsObj } = note;
			if (subtype === "Link") metadata.addLink(url ?? unsafeUrl);
			// The value of a button, such as "Off", comes from the form and not from the person who filled it in.
			else if (typeof fieldValue === "string" && fieldType !== "Btn") sink.addBlock({ text: fieldValue });
			else if (contentsObj?.str) sink.addBlock({ text: contentsObj.str });
		}
	} finally {
		page.cleanup();
	}
}

async function addInformation(file: PdfFile, metadata: DocumentMetadata): Promise<void> {
	const { info, metadata: xmpEntries } = await file.getMetadata();
	const text = (entry: string) => (typeof info[entry] === "string" ? info[entry] : undefined);
	for (const [entry, fact] of FACTS) metadata.setFact(fact, text(entry), `PDF ${entry}`);
	metadata.setFact("createdAt", isoDate(text("CreationDate")), "PDF CreationDate");
	metadata.setFact("modifiedAt", isoDate(text("ModDate")), "PDF ModDate");
	const fields = Object.entries(info).filter(
		([, value]) => value !== null && value !== "" && value !== false,
	);
	const xmp = new Map(xmpEntries ?? []);
	for (const [property, fact] of XMP_FACTS)
		metadata.setFact(fact, propertyText(xmp.get(property)), `XMP ${property}`);
	metadata.addFields("XMP", Object.fromEntries([...xmp].map(([name, value]) => [name, plainJson(value)])));
	metadata.addFields("PDF", Object.fromEntries(fields.map(([name, value]) => [name, plainJson(value)])));
}

/** An XMP property as one text. Some, such as creators, are lists. */
function propertyText(value: unknown): string {
	return [value]
		.flat()
		.filter((part) => typeof part === "string")
		.join(", ");
}

/** A PDF date such as `D:20220406201541+02'00'` (ISO 32000-2, 7.9.4) as ISO 8601. Missing parts are left out. */
export function isoDate(text = ""): string | undefined {
	const found = /^(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-]\d\d)'?(\d\d)?)?/.exec(text);
	if (found === null) return undefined;
	const [, year, month, day, hour, minute, second = "00", utc, zone, zoneMinutes = "00"] = found;
	const date = [year, month, day].filter((part) => part !== undefined).join("-");
	if (hour === undefined || minute === undefined) return date;
	return `${date}T${hour}:${minute}:${second}${utc ?? (zone === undefined ? "" : `${zone}:${zoneMinutes}`)}`;
}
