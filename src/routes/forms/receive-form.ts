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
import { parseFormFileName } from "./form-file-name.ts";

/** Parts that are not files: a batch's name, options. No client of ours sends more. */
const MAX_FORM_FIELDS = 32;

/** Bytes of one part's header: room for a long path in UTF-8. */
const MAX_PART_HEADER_BYTES = 16 * KIB;

/** One complete file of a form. */
export interface FormFile {
	/** The name of the form field. */
	readonly field: string;
	/** As the client sent it: a name or a path. */
	readonly name: string;
	readonly type: string | undefined;
	readonly bytes: Uint8Array;
}

/** Receives a form's parts in order. Reading pauses until `file` resolves: backpressure. */
export interface FormSink {
	file(file: FormFile): Promise<void>;
	field(name: string, text: string): void;
}

/** The boundary of a `multipart/form-data` content type, 1 to 70 characters (RFC 2046 §5.1.1); `undefined` for anything else. */
export function formBoundary(contentType: string | undefined): string | undefined {
	const found =
		/^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^;"\s]{1,70}))\s*(?:;|$)/i.exec(
			contentType ?? "",
		);
	return found?.[1] ?? found?.[2];
}

export const NOT_A_FORM = problem(
	"unsupported-type",
	"Send the files as multipart/form-data with a boundary.",
);

function tooManyFiles(): Problem {
	return problem(
		"too-large",
		`A form takes at most ${MAX_FORM_FILES} files. The first ${MAX_FORM_FILES} were kept; send the others in another form.`,
	);
}

/** A part's header is not valid UTF-8. The parser throws the decoder's own error, which says nothing of its origin. */
class UnreadableHeader extends Error {}

function problemOfFormError(error: unknown): Problem {
	if (error instanceof MaxPartsExceededError) {
		const detail = `A form takes at most ${MAX_FORM_FIELDS} fields that are not files. The files before the limit were kept; send the others in another form.`;
		return problem("too-large", detail);
	}
	if (error instanceof MaxHeaderSizeExceededError) {
		const detail = `The header of a form part may have at most ${MAX_PART_HEADER_BYTES / KIB} KiB. Give the file a shorter name.`;
		return problem("too-large", detail);
	}
	if (error instanceof MultipartParseError && error.name.startsWith("Max")) {
		const detail = `A form takes at most ${MAX_FORM_BYTES / KIB / KIB} MiB. The files before the limit were kept; send large files one by one with PUT.`;
		return problem("too-large", detail);
	}
	if (error instanceof MultipartParseError || error instanceof UnreadableHeader) {
		return problem(
			"malformed",
			"The form is not valid multipart/form-data. The files before the error were kept; send the others again.",
		);
	}
	return problem(
		"body-too-short",
		"The connection was lost before the whole form had arrived. Complete files were kept; send the others again.",
	);
}

/** Reads a part's header in one place, so that a header that is not text is distinguished from other errors. */
function readPart(part: MultipartPart) {
	try {
		const name = parseFormFileName(part.headers["content-disposition"] ?? "") ?? part.filename ?? "";
		const field = part.name ?? "";
		return part.isFile
			? ({ kind: "file", field, name, type: part.mediaType } as const)
			: ({ kind: "field", field, text: part.text } as const);
	} catch {
		throw new UnreadableHeader();
	}
}

/** Some clients send a line break before the first boundary. RFC 2046 §5.1.1 allows a preamble; the parser does not. */
function stripLeadingLineBreaks(chunk: Uint8Array): Uint8Array {
	const first = chunk.findIndex((byte) => byte !== 0x0d && byte !== 0x0a);
	return first === -1 ? new Uint8Array(0) : chunk.subarray(first);
}

/** Reads a form up to its end or the first error; the parser's errors are thrown. */
async function readParts(
	reader: ReadableStreamDefaultReader<Uint8Array>,
	parser: MultipartParser,
	sink: FormSink,
): Promise<Problem | undefined> {
	let files = 0;
	let hasBegun = false;
	for (let read = await reader.read(); !read.done; read = await reader.read()) {
		const chunk = hasBegun ? read.value : stripLeadingLineBreaks(read.value);
		if (chunk.length === 0) continue;
		hasBegun = true;
		for (const part of parser.write(chunk)) {
			const found = readPart(part);
			if (found.kind === "field") {
				sink.field(found.field, found.text);
				continue;
			}
			if (++files > MAX_FORM_FILES) return tooManyFiles();
			// HTML, constructing entry list: an empty file input submits one file with no name and no bytes.
			if (found.name === "" && part.filename !== undefined && part.size === 0) continue;
			await sink.file({ field: found.field, name: found.name, type: found.type, bytes: part.bytes });
		}
		if (mayBeFinalChunk(chunk) && isFinished(parser)) break;
	}
	parser.finish();
}

/**
 * Reads a form as it arrives and passes on each file as soon as it is complete, so memory is bounded by the size limit of a
 * form. An error ends the reading and is returned; the files before it count.
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
		// RFC 2046 §5.1.1: implementations must ignore anything after the last boundary.
		return isFinished(parser) ? undefined : problemOfFormError(error);
	} finally {
		await drain(reader);
	}
}

/** Whether a chunk ends like the closing boundary. A cheap pre-check: `isFinished` costs an exception when it is false. */
function mayBeFinalChunk(chunk: Uint8Array): boolean {
	let last = chunk.length - 1;
	while (last > 0 && (chunk[last] === 0x0d || chunk[last] === 0x0a)) last -= 1;
	return chunk[last] === 0x2d;
}

/** Whether the closing boundary was read. */
function isFinished(parser: MultipartParser): boolean {
	try {
		parser.finish();
		return true;
	} catch {
		return false;
	}
}
