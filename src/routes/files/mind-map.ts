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
import { attachment, HOSTILE_BYTES_HEADERS } from "./attachment.ts";
import { fileNumber } from "./file-number.ts";

/** One way to write a map down. */
interface MapFormat {
	readonly type: string;
	readonly ending: string;
	write(root: MindNode): string;
}

const FORMATS: { readonly [as: string]: MapFormat } = {
	json: { type: "application/json", ending: "json", write: (root) => JSON.stringify(root) },
	markdown: { type: "text/markdown; charset=utf-8", ending: "md", write: toMarkdown },
	mermaid: { type: "text/vnd.mermaid; charset=utf-8", ending: "mmd", write: toMermaid },
	opml: { type: "text/x-opml; charset=utf-8", ending: "opml", write: toOpml },
	svg: { type: "image/svg+xml", ending: "svg", write: toSvg },
};

/** The map of what is said in a recording: `?as=` markdown, mermaid, opml, svg or json, to be saved. */
export async function serveMindMap(context: Context<RouteEnv>): Promise<Response> {
	const format = FORMATS[context.req.query("as") ?? "json"];
	if (format === undefined)
		return problemResponse(
			problem("malformed", `A mind map is written as one of ${Object.keys(FORMATS).join(", ")}: ?as=svg.`),
		);
	const { door, proof } = context.var.caller;
	const details = await door.details(proof, fileNumber(context));
	if (!details.ok) return problemResponse(details.problem);
	const { file, facts } = JSON.parse(details.value) as FileDetails;
	if (facts?.mindMap === undefined)
		return problemResponse(
			problem("not-found", "This file has no mind map: nothing is said in it that could be read."),
		);
	return new Response(format.write(facts.mindMap), {
		headers: {
			...HOSTILE_BYTES_HEADERS,
			"content-type": format.type,
			"content-disposition": attachment(`${file.name}.${format.ending}`),
			"cache-control": "no-store",
		},
	});
}
