import type { Context } from "hono";
import { toMarkdown } from "../../mind-map/markdown.ts";
import { toMermaid } from "../../mind-map/mermaid.ts";
import { toOpml } from "../../mind-map/opml.ts";
import { toSvg } from "../../mind-map/svg.ts";
import type { FileDetails } from "../../protocol/http/reply.ts";
import { problem } from "../../protocol/problem.ts";
import type { MindNode } from "../../protocol/text/mind-map.ts";
import type { RouteEnv } from "../auth/caller.ts";
import { problemResponse } from "../http/problem-response.ts";
import { attachment, UNTRUSTED_CONTENT_HEADERS } from "./attachment.ts";
import { fileNumber } from "./file-number.ts";

/** One export format of a mind map. */
interface MapFormat {
	readonly type: string;
	readonly extension: string;
	write(root: MindNode): string;
}

const FORMATS: { readonly [as: string]: MapFormat } = {
	json: { type: "application/json", extension: "json", write: (root) => JSON.stringify(root) },
	markdown: { type: "text/markdown; charset=utf-8", extension: "md", write: toMarkdown },
	mermaid: { type: "text/vnd.mermaid; charset=utf-8", extension: "mmd", write: toMermaid },
	opml: { type: "text/x-opml; charset=utf-8", extension: "opml", write: toOpml },
	svg: { type: "image/svg+xml", extension: "svg", write: toSvg },
};

/** `GET …/mind-map`: the mind map of a recording as a download. `?as=` json (default), markdown, mermaid, opml or svg. */
export async function serveMindMap(context: Context<RouteEnv>): Promise<Response> {
	const format = FORMATS[context.req.query("as") ?? "json"];
	if (format === undefined)
		return problemResponse(
			problem("malformed", `Give \`as\` as one of ${Object.keys(FORMATS).join(", ")}, such as ?as=svg.`),
		);
	const { session, tokenHash } = context.var.caller;
	const details = await session.fileDetails(tokenHash, fileNumber(context));
	if (!details.ok) return problemResponse(details.problem);
	const { file, facts } = JSON.parse(details.value) as FileDetails;
	if (facts?.mindMap === undefined)
		return problemResponse(
			problem("not-found", "This file has no mind map, because no speech or captions were found in it."),
		);
	return new Response(format.write(facts.mindMap), {
		headers: {
			...UNTRUSTED_CONTENT_HEADERS,
			"content-type": format.type,
			"content-disposition": attachment(`${file.name}.${format.extension}`),
			"cache-control": "no-store",
		},
	});
}
