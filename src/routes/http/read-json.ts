import type * as z from "zod/mini";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";

/** The first thing that is wrong, with its place: `files.3.size: expected number`. */
function firstIssue(error: z.core.$ZodError): string {
	const issue = error.issues[0];
	if (issue === undefined) return "it does not have the documented shape";
	const place = issue.path.join(".");
	return place === "" ? issue.message : `${place}: ${issue.message}`;
}

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

/** Reads a bounded JSON body and proves its shape. */
export async function readJson<Schema extends z.ZodMiniType>(
	request: Request,
	schema: Schema,
	maxBytes: number,
): Promise<Result<z.infer<Schema>, Problem>> {
	const text = await readText(request, maxBytes);
	if (text === undefined) {
		return refuse(
			problem("too-large", `The body may have at most ${maxBytes} bytes. Send it in several requests.`),
		);
	}
	let body: unknown;
	try {
		body = JSON.parse(text);
	} catch {
		return refuse(problem("malformed", "The body is not JSON."));
	}
	const parsed = schema.safeParse(body);
	if (!parsed.success)
		return refuse(problem("malformed", `The body was not understood: ${firstIssue(parsed.error)}.`));
	return ok(parsed.data as z.infer<Schema>);
}
