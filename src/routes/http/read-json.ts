import type * as z from "zod/mini";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import { describeIssue } from "./describe-issue.ts";

/** `undefined` when longer than `maxBytes`, by its declared length or by what arrives. */
async function readText(request: Request, maxBytes: number): Promise<string | undefined> {
	const declared = Number(request.headers.get("content-length") ?? "0");
	if (declared > maxBytes) return undefined;
	const decoder = new TextDecoder();
	let text = "";
	let bytes = 0;
	for await (const chunk of request.body ?? []) {
		bytes += chunk.byteLength;
		if (bytes > maxBytes) return undefined;
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}

/** Reads a JSON body of at most `maxBytes` and validates it. */
export async function readJson<Schema extends z.ZodMiniType>(
	request: Request,
	schema: Schema,
	maxBytes: number,
): Promise<Result<z.infer<Schema>, Problem>> {
	const text = await readText(request, maxBytes);
	if (text === undefined) {
		return refuse(
			problem("too-large", `The body may have at most ${maxBytes} bytes. Split it into several requests.`),
		);
	}
	let body: unknown;
	try {
		body = JSON.parse(text);
	} catch {
		return refuse(problem("malformed", "The body is not valid JSON."));
	}
	const parsed = schema.safeParse(body);
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		const detail = issue === undefined ? "unknown error" : describeIssue(issue, body);
		return refuse(problem("malformed", `The body is not valid: ${detail}.`));
	}
	return ok(parsed.data as z.infer<Schema>);
}
