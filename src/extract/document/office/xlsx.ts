import { ok, refuse } from "../../../protocol/result.ts";
import type { Zip } from "../../bytes/zip.ts";
import { ReadLimitError } from "../../reader.ts";
import { Head } from "../document-metadata.ts";
import { MAX_ROW_CELLS, MAX_SHARED_STRING_CHARS } from "../limits.ts";
import type { OpenFormat, TextSink } from "../open-document.ts";
import { attribute, type MarkupVisitor } from "../web/markup.ts";
import { countPictures, readProperties } from "./office-properties.ts";
import { incomplete, openZip } from "./open-zip.ts";
import { attributeOf, named, relationsOf, sideFile, walkFile } from "./package.ts";
import { CELL_MARK } from "./word-text.ts";

const MAIN = "xl/workbook.xml";

/** An Excel file (ECMA-376 part 1, 12 and 18): sheet by sheet, each row as one block. */
export const openXlsx: OpenFormat = async (input) => {
	const zip = await openZip(input);
	if (!zip.ok) return zip;
	if (!zip.value.entries.has(MAIN)) return refuse(incomplete(input.format.label, "the list of its sheets"));
	const relations = await relationsOf(zip.value, MAIN);
	const sheets = named(await sideFile(zip.value, MAIN), "sheet").flatMap((sheet, index) => {
		const id = [...sheet.attributes].find(([name]) => /^\w+:id$/.test(name))?.[1];
		const target = relations.find((relation) => relation.id === id)?.target;
		if (target === undefined || !zip.value.entries.has(target)) return [];
		return [{ file: target, name: attributeOf(sheet, "name") ?? `Sheet ${index + 1}` }];
	});
	const head = new Head();
	await readProperties(zip.value, head, ["docProps/core.xml", "docProps/app.xml"], "Office");
	countPictures(zip.value, head);
	const shared = relations.find(({ type }) => type === "sharedStrings")?.target;
	let strings: readonly string[] | undefined;
	return ok({
		unit: "sheet",
		items: sheets.length,
		head,
		place: (item) => ({ sheet: sheets[item]?.name ?? "" }),
		async read(item, sink) {
			strings ??= shared === undefined ? [] : await sharedStrings(zip.value, shared, head, sink.breathe);
			const { file, name } = sheets[item] ?? { file: "", name: "" };
			sink.block({ text: name, level: 1 });
			await walkFile(zip.value, file, new SheetText(sink, strings), sink.breathe);
		},
		async close() {},
	});
};

/** The texts that all sheets share; cells name them by their number. */
async function sharedStrings(
	zip: Zip,
	file: string,
	head: Head,
	breathe: TextSink["breathe"],
): Promise<string[]> {
	const texts = new SharedStrings();
	try {
		await walkFile(zip, file, texts, breathe);
	} catch (error) {
		if (!(error instanceof ReadLimitError)) throw error;
		head.notice(`Not all texts of this workbook were read: ${error.message}`);
	}
	return texts.list;
}

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
				throw new ReadLimitError(`They have more than ${MAX_SHARED_STRING_CHARS} characters.`);
			this.list.push(this.#text);
		}
	}
}

/** The rows of one sheet. Formulas are not told, their results are. */
class SheetText implements MarkupVisitor {
	readonly #sink: TextSink;
	readonly #strings: readonly string[];
	#row: string[] = [];
	#type = "";
	#value = "";
	#inValue = false;

	constructor(sink: TextSink, strings: readonly string[]) {
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
		else if (name === "c" && this.#row.length < MAX_ROW_CELLS) this.#row.push(this.#shown());
		else if (name === "row") {
			const cells = this.#row.filter((cell) => cell !== "");
			if (cells.length > 0) this.#sink.block({ text: cells.join(CELL_MARK) });
		}
	}

	#shown(): string {
		if (this.#type === "s") return this.#strings[Number(this.#value)]?.trim() ?? "";
		if (this.#type === "b") return this.#value === "1" ? "TRUE" : "FALSE";
		return this.#value.trim();
	}
}
