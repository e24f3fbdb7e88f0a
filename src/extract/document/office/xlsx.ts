import { ok, refuse } from "../../../protocol/result.ts";
import { attribute, type MarkupVisitor } from "../../bytes/markup-walk.ts";
import type { ZipArchive } from "../../bytes/zip.ts";
import { formatCount } from "../../file-facts.ts";
import { ReadLimitError } from "../../ranged-reader.ts";
import { DocumentMetadata } from "../document-metadata.ts";
import { MAX_ROW_CELLS, MAX_SHARED_STRING_CHARS } from "../limits.ts";
import type { BlockSink, DocumentOpener } from "../open-document.ts";
import { countImages, readProperties } from "./office-properties.ts";
import { incompleteProblem, openZip } from "./open-zip.ts";
import { attributeOf, findElements, readXmlFile, relationshipsOf, walkMarkupFile } from "./package.ts";
import { CELL_SEPARATOR } from "./word-text.ts";

const MAIN = "xl/workbook.xml";

/** An Excel file (ECMA-376 part 1, 12 and 18): sheet by sheet, each row as one block. */
export const openXlsx: DocumentOpener = async (input) => {
	const zip = await openZip(input);
	if (!zip.ok) return zip;
	if (!zip.value.entries.has(MAIN))
		return refuse(incompleteProblem(input.format.label, "its list of sheets"));
	const relationships = await relationshipsOf(zip.value, MAIN);
	const sheets = findElements(await readXmlFile(zip.value, MAIN), "sheet").flatMap((sheet, index) => {
		const id = [...sheet.attributes].find(([name]) => /^\w+:id$/.test(name))?.[1];
		const target = relationships.find((relationship) => relationship.id === id)?.target;
		if (target === undefined || !zip.value.entries.has(target)) return [];
		return [{ file: target, name: attributeOf(sheet, "name") ?? `Sheet ${index + 1}` }];
	});
	const metadata = new DocumentMetadata();
	await readProperties(zip.value, metadata, ["docProps/core.xml", "docProps/app.xml"], "Office");
	countImages(zip.value, metadata);
	const shared = relationships.find(({ type }) => type === "sharedStrings")?.target;
	let strings: readonly string[] | undefined;
	return ok({
		unit: "sheet",
		itemCount: sheets.length,
		metadata,
		placeOf: (item) => ({ sheet: sheets[item]?.name ?? "" }),
		async readItem(item, sink) {
			strings ??=
				shared === undefined ? [] : await sharedStrings(zip.value, shared, metadata, sink.yieldToLoop);
			const { file, name } = sheets[item] ?? { file: "", name: "" };
			sink.addBlock({ text: name, level: 1 });
			await walkMarkupFile(zip.value, file, new SheetText(sink, strings), sink.yieldToLoop);
		},
		async close() {},
	});
};

/** Reads the shared strings, which cells refer to by index. */
async function sharedStrings(
	zip: ZipArchive,
	file: string,
	metadata: DocumentMetadata,
	yieldToLoop: BlockSink["yieldToLoop"],
): Promise<string[]> {
	const texts = new SharedStrings();
	try {
		await walkMarkupFile(zip, file, texts, yieldToLoop);
	} catch (error) {
		if (!(error instanceof ReadLimitError)) throw error;
		metadata.addNotice(`Not all text of this workbook was read: ${error.message}`);
	}
	return texts.list;
}

/** Collects the shared strings. Phonetic readings (`rPh`) are skipped. */
class SharedStrings implements MarkupVisitor {
	readonly list: string[] = [];
	#text = "";
	#inText = false;
	#phonetic = false;
	#chars = 0;

	open(name: string): void {
		if (name === "si") this.#text = "";
		else if (name === "rPh") this.#phonetic = true;
		else if (name === "t") this.#inText = !this.#phonetic;
	}

	text(text: string): void {
		if (this.#inText) this.#text += text;
	}

	close(name: string): void {
		if (name === "t") this.#inText = false;
		else if (name === "rPh") this.#phonetic = false;
		else if (name === "si") {
			this.#chars += this.#text.length;
			if (this.#chars > MAX_SHARED_STRING_CHARS)
				throw new ReadLimitError(
					`Its cells have more than ${formatCount(MAX_SHARED_STRING_CHARS)} characters of text.`,
				);
			this.list.push(this.#text);
		}
	}
}

/** Turns one sheet into blocks, one a row. Cells show the results of formulas. */
class SheetText implements MarkupVisitor {
	readonly #sink: BlockSink;
	readonly #strings: readonly string[];
	#row: string[] = [];
	#type = "";
	#value = "";
	#inValue = false;

	constructor(sink: BlockSink, strings: readonly string[]) {
		this.#sink = sink;
		this.#strings = strings;
	}

	open(name: string, attributes: { readonly [name: string]: string }): void {
		if (name === "row") this.#row = [];
		else if (name === "c") {
			this.#type = attribute(attributes, "t") ?? "n";
			this.#value = "";
		} else if (name === "v" || (name === "t" && this.#type === "inlineStr")) this.#inValue = true;
	}

	text(text: string): void {
		if (this.#inValue) this.#value += text;
	}

	close(name: string): void {
		if (name === "v" || name === "t") this.#inValue = false;
		else if (name === "c" && this.#row.length < MAX_ROW_CELLS) this.#row.push(this.#displayed());
		else if (name === "row") {
			const cells = this.#row.filter((cell) => cell !== "");
			if (cells.length > 0) this.#sink.addBlock({ text: cells.join(CELL_SEPARATOR) });
		}
	}

	#displayed(): string {
		if (this.#type === "s") return this.#strings[Number(this.#value)]?.trim() ?? "";
		if (this.#type === "b") return this.#value === "1" ? "TRUE" : "FALSE";
		return this.#value.trim();
	}
}
