import type { ByteSource } from "../../src/extract/reader.ts";
import { type Extracted, extractFile } from "../../src/extract/run.ts";
import type { Fact, FactGroup, Facts } from "../../src/protocol/files/facts.ts";
import type { FileProblem } from "../../src/protocol/files/file-record.ts";

/** A source in memory that counts what is asked of it. */
export function sourceOf(
	bytes: Uint8Array,
): ByteSource & { readonly asked: [offset: number, length: number][] } {
	const asked: [number, number][] = [];
	return {
		size: bytes.length,
		asked,
		async read(offset, length) {
			asked.push([offset, length]);
			return bytes.slice(offset, offset + length);
		},
	};
}

export function extractBytes(bytes: Uint8Array, name = "file"): Promise<Extracted> {
	return extractFile({ name, source: sourceOf(bytes), now: () => 0 }, () => {});
}

/** The facts of bytes that must have some. */
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

export function fact(facts: Facts, name: string): Fact | undefined {
	return facts.summary.find((other) => other.name === name);
}

export function group(facts: Facts, name: string): FactGroup["fields"] {
	return facts.groups.find((other) => other.name === name)?.fields ?? {};
}
