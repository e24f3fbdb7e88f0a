import { extractFile } from "../../src/extract/extract-file.ts";
import type { ExtractionResult } from "../../src/extract/extraction.ts";
import type { ByteSource } from "../../src/extract/ranged-reader.ts";
import type { Fact, FactGroup, Facts } from "../../src/protocol/files/facts.ts";
import type { FileProblem } from "../../src/protocol/files/file-record.ts";

/** A source in memory that records its reads. */
export function sourceOf(
	bytes: Uint8Array,
): ByteSource & { readonly reads: [offset: number, length: number][] } {
	const reads: [number, number][] = [];
	return {
		size: bytes.length,
		reads,
		async read(offset, length) {
			reads.push([offset, length]);
			return bytes.slice(offset, offset + length);
		},
	};
}

/** Extracts from bytes with a clock that stands still. */
export function extractBytes(bytes: Uint8Array, name = "file"): Promise<ExtractionResult> {
	return extractFile({ name, source: sourceOf(bytes), now: () => 0 }, () => {});
}

/** The facts of bytes that must not be refused. */
export async function factsOf(bytes: Uint8Array, name = "file"): Promise<Facts> {
	const { result } = await extractBytes(bytes, name);
	if (!result.ok) throw new Error(`refused: ${result.problem.detail}`);
	return result.value;
}

/** The refusal of bytes that must be refused. */
export async function refusalOf(bytes: Uint8Array, name = "file"): Promise<FileProblem> {
	const { result } = await extractBytes(bytes, name);
	if (result.ok) throw new Error(`not refused: ${JSON.stringify(result.value.warnings)}`);
	return result.problem;
}

/** A fact of the summary by its name. */
export function fact(facts: Facts, name: string): Fact | undefined {
	return facts.summary.find((other) => other.name === name);
}

/** The fields of a group; empty when there is no such group. */
export function group(facts: Facts, name: string): FactGroup["fields"] {
	return facts.groups.find((other) => other.name === name)?.fields ?? {};
}
