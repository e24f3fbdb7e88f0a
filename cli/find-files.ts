import { MAX_FILE_BYTES, MAX_SESSION_FILES, MIB } from "../src/protocol/limits.ts";
import { ok, type Result, refuse } from "../src/protocol/result.ts";
import { printable } from "./printable.ts";
import { filesText } from "./sentences.ts";
import { type Complaint, type Walked, type WalkRules, walk } from "./walk.ts";

const TOO_LARGE = `It is larger than the ${MAX_FILE_BYTES / MIB / 1024} GiB that Darkroom takes.`;

function complaintText({ path, detail }: Complaint): string {
	return `${printable(path)}: ${detail}`;
}

/** The files that can be sent, and those that cannot; or, in a sentence, why there are none. */
export async function findFiles(roots: readonly string[], rules: WalkRules): Promise<Result<Walked, string>> {
	const { files, complaints } = await walk(roots, rules);
	const sendable = files.filter(({ size }) => size <= MAX_FILE_BYTES);
	const tooLarge = files.filter(({ size }) => size > MAX_FILE_BYTES);
	const all = [...complaints, ...tooLarge.map(({ path }) => ({ path, detail: TOO_LARGE }))];
	if (sendable.length > MAX_SESSION_FILES)
		return refuse(
			`These are ${filesText(sendable.length)}, and a session holds ${MAX_SESSION_FILES}. Send fewer.`,
		);
	if (sendable.length > 0) return ok({ files: sendable, complaints: all });
	const nothing = `There is nothing to send in ${roots.map(printable).join(", ")}.`;
	return refuse([nothing, ...all.map(complaintText)].join("\n"));
}
