import {
	MaxHeaderSizeExceededError,
	MaxPartsExceededError,
	MultipartParseError,
	MultipartParser,
	type MultipartPart,
} from "@remix-run/multipart-parser";
import { KIB, MAX_FORM_BYTES, MAX_FORM_FILES } from "../../protocol/limits.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { drain } from "../http/drain.ts";
import { fileNameIn } from "./form-file-name.ts";

/** Parts of a form that are no files: names of a batch, flags. More is not a form of ours. */
const MAX_FORM_FIELDS = 32;

/** Bytes of the header of one part: a long path in UTF-8, and room. */
const MAX_PART_HEADER_BYTES = 16 * KIB;

/** One file of a form, whole. */
export interface FormFile {
	/** The name of its field. */
	readonly field: string;
	/** As the client wrote it: a name or a path. */
	readonly name: string;
	readonly type: string | undefined;
	readonly bytes: Uint8Array;
}

/** Who takes a form in. `file` may take its time: the form is not read on until it allows it. */
export interface FormSink {
	file(file: FormFile): Promise<void>;
	field(name: string, text: string): void;
}

/** The boundary of a form's content type; `undefined` when it is no form. */
export function formBoundary(contentType: string | undefined): string | undefined {
	const found =
		/^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^;"\s]{1,70}))\s*(?:;|$)/i.exec(
			contentType ?? "",
		);
	return found?.[1] ?? found?.[2];
}

/** Said when a request should have been a form. */
export const NOT_A_FORM = problem("unsupported-type", "Send the files as multipart/form-data.");

function tooMany(): Problem {
	return problem(
		"too-large",
		`A form carries at most ${MAX_FORM_FILES} files. Those before the bound were kept; send the others in another form.`,
	);
}

/** A broken header decodes to no text: the parser says so with the decoder's own error. */
class UnreadableHeader extends Error {}

function problemOf(error: unknown): Problem {
	if (error instanceof MaxPartsExceededError) {
		const detail = `A form carries at most ${MAX_FORM_FIELDS} fields besides its files. Those before the bound were kept.`;
		return problem("too-large", detail);
	}
	if (error instanceof MaxHeaderSizeExceededError) {
		const detail = `The header of a part has at most ${MAX_PART_HEADER_BYTES / KIB} KiB. Give the file a shorter name.`;
		return problem("too-large", detail);
	}
	if (error instanceof MultipartParseError && error.name.startsWith("Max")) {
		const detail = `A form carries at most ${MAX_FORM_BYTES / KIB / KIB} MiB. Those before the bound were kept; send large files one by one with PUT.`;
		return problem("too-large", detail);
	}
	if (error instanceof MultipartParseError || error instanceof UnreadableHeader) {
		return problem(
			"malformed",
			"The form could not be read to its end. The files that stood before the fault were kept.",
		);
	}
	return problem(
		"body-too-short",
		"The form broke off. The files that arrived whole were kept; send the others again.",
	);
}

/** What a part is, read out of its header at once, so that a header that is no text is told apart from other faults. */
function readPart(part: MultipartPart) {
	try {
		const name = fileNameIn(part.headers["content-disposition"] ?? "") ?? part.filename ?? "";
		const field = part.name ?? "";
		return part.isFile
			? ({ kind: "file", field, name, type: part.mediaType } as const)
			: ({ kind: "field", field, text: part.text } as const);
	} catch {
		throw new UnreadableHeader();
	}
}

/** Bytes from the first that is no line break: some programs send one before the first delimiter. */
function withoutLeadingBreaks(chunk: Uint8Array): Uint8Array {
	const first = chunk.findIndex((byte) => byte !== 0x0d && byte !== 0x0a);
	return first === -1 ? new Uint8Array(0) : chunk.subarray(first);
}

/** Reads a form up to its end or its first fault. */
async function readParts(
	reader: ReadableStreamDefaultReader<Uint8Array>,
	parser: MultipartParser,
	sink: FormSink,
): Promise<Problem | undefined> {
	let files = 0;
	let begun = false;
	for (let read = await reader.read(); !read.done; read = await reader.read()) {
		const chunk = begun ? read.value : withoutLeadingBreaks(read.value);
		if (chunk.length === 0) continue;
		begun = true;
		for (const part of parser.write(chunk)) {
			const found = readPart(part);
			if (found.kind === "field") {
				sink.field(found.field, found.text);
				continue;
			}
			if (++files > MAX_FORM_FILES) return tooMany();
			// A file input that nobody used sends one part without name and bytes.
			if (found.name === "" && part.filename !== undefined && part.size === 0) continue;
			await sink.file({ field: found.field, name: found.name, type: found.type, bytes: part.bytes });
		}
		if (mayBeEnd(chunk) && isFinished(parser)) break;
	}
	parser.finish();
}

/**
 * Reads a form as it arrives and hands each file on as soon as it is whole, so that no more than one form's bound is
 * ever in memory. What is wrong with the form ends the reading and is told; the files before it stay.
 */
export async function receiveForm(
	body: ReadableStream<Uint8Array> | null,
	boundary: string,
	sink: FormSink,
): Promise<Problem | undefined> {
	const parser = new MultipartParser(boundary, {
		maxHeaderSize: MAX_PART_HEADER_BYTES,
		maxFileSize: MAX_FORM_BYTES,
		maxTotalSize: MAX_FORM_BYTES,
		maxParts: MAX_FORM_FILES + MAX_FORM_FIELDS,
	});
	const reader = (body ?? new Blob().stream()).getReader();
	try {
		return await readParts(reader, parser, sink);
	} catch (error) {
		// What comes behind the closing boundary is no fault of the form.
		return isFinished(parser) ? undefined : problemOf(error);
	} finally {
		await drain(reader);
	}
}

/** Whether a chunk ends as the closing boundary does: a parser that is not at its end says so by an exception, which costs. */
function mayBeEnd(chunk: Uint8Array): boolean {
	let last = chunk.length - 1;
	while (last > 0 && (chunk[last] === 0x0d || chunk[last] === 0x0a)) last -= 1;
	return chunk[last] === 0x2d;
}

/** Whether the closing boundary was read. What follows it (RFC 2046 calls it the epilogue) is to be ignored. */
function isFinished(parser: MultipartParser): boolean {
	try {
		parser.finish();
		return true;
	} catch {
		return false;
	}
}
