import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { extractFile } from "../../src/extract/extract-file.ts";
import type { ExtractionResult } from "../../src/extract/extraction.ts";
import type { Facts, Json } from "../../src/protocol/files/facts.ts";

/** Real photos. They are not part of the repository and may be absent. */
const FOLDER = join(import.meta.dirname, "../../../shared/data/photos");

/** What ExifTool reads from one file: values by `Group:Subgroup:Field`. */
export type Reference = { readonly [field: string]: Json };

/** One photo and both readings of it. */
export interface Reading {
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly reference: Reference;
	readonly extracted: ExtractionResult;
	/** `undefined` when the file was refused. */
	readonly facts: Facts | undefined;
	readonly milliseconds: number;
}

/** Whether the photos are there; prints a notice if not. */
export function hasCorpus(): boolean {
	const there = existsSync(join(FOLDER, "exiftool.json"));
	if (!there) console.warn("No real photos found: the tests against ExifTool are skipped.");
	return there;
}

/** Reads every photo of the corpus. Text files among them are left out. */
export async function readCorpus(): Promise<Reading[]> {
	const references = JSON.parse(readFileSync(join(FOLDER, "exiftool.json"), "utf8")) as Reference[];
	const readings: Reading[] = [];
	for (const reference of references) {
		const name = String(reference.SourceFile);
		if (/readme$/i.test(name)) continue;
		const bytes = new Uint8Array(readFileSync(join(FOLDER, name)));
		const start = performance.now();
		const extracted = await extractBytes(name, bytes);
		const milliseconds = performance.now() - start;
		const facts = extracted.result.ok ? extracted.result.value : undefined;
		readings.push({ name, bytes, reference, extracted, facts, milliseconds });
	}
	return readings;
}

/** Extracts from bytes in memory. */
export function extractBytes(name: string, bytes: Uint8Array): Promise<ExtractionResult> {
	const source = {
		size: bytes.length,
		read: async (offset: number, length: number) => bytes.slice(offset, offset + length),
	};
	return extractFile({ name, source, now: Date.now }, () => {});
}
