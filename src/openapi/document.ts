import { MAX_BATCH_KEY_LENGTH } from "../protocol/limits.ts";
import { type ProblemCode, problem, problemBody } from "../protocol/problem.ts";
import { VERBS } from "../protocol/stream/command-message.ts";
import { componentSchemas, refTo } from "./components.ts";
import type { Access, Answer, Content, Operation, Parameters, PlainSchema, Resource } from "./operation.ts";
import { batchPaths } from "./paths/batches.ts";
import { documentPaths } from "./paths/documents.ts";
import { filePaths } from "./paths/files.ts";
import { imageBatchPaths } from "./paths/image-batch.ts";
import { imagesMvpPaths } from "./paths/images-mvp.ts";
import { linkPaths } from "./paths/links.ts";
import { machinePaths } from "./paths/machine.ts";
import { recordingPaths } from "./paths/recordings.ts";
import { sessionPaths } from "./paths/session.ts";
import { sharePaths } from "./paths/shares.ts";
import { streamPaths } from "./paths/stream.ts";
import { uploadedDocumentPaths } from "./paths/uploaded-documents.ts";
import { uploadPaths } from "./paths/uploads.ts";
import { videosPaths } from "./paths/videos.ts";

/** Everything that the Worker answers, by resource. A new file of `src/openapi/paths/` is added here. */
export const RESOURCES: readonly Resource[] = [
	sessionPaths,
	streamPaths,
	sharePaths,
	batchPaths,
	linkPaths,
	filePaths,
	documentPaths,
	recordingPaths,
	uploadPaths,
	imagesMvpPaths,
	imageBatchPaths,
	uploadedDocumentPaths,
	videosPaths,
	machinePaths,
];

const KEY = { type: "string", pattern: `^[A-Za-z0-9._~:@-]{1,${MAX_BATCH_KEY_LENGTH}}$` } as const;
const NUMBER = { type: "integer", minimum: 1 } as const;

/** What may stand in an address, by the name that the routes give it. */
const PATH_PARAMETERS: Readonly<Record<string, { description: string; schema: PlainSchema }>> = {
	key: { description: "The key of a batch, chosen by the client.", schema: KEY },
	n: { description: "The number of a file.", schema: NUMBER },
	upload: {
		description: "The number of an upload: that of its file, or `p` and a number for a partial one.",
		schema: { type: "string", pattern: "^p?[1-9][0-9]*$" },
	},
	batchId: { description: "The key of a batch of the caller's own session.", schema: KEY },
	sessionId: { description: "The key of a batch of the caller's own session.", schema: KEY },
	id: { description: "The caller's own session, or `me`.", schema: { type: "string" } },
	user_id: { description: "The caller's own session, or `me`.", schema: { type: "string" } },
	verb: { description: "What to do.", schema: { type: "string", enum: VERBS } },
};

/** A credential is one of both; on first contact it may be missing. */
const SECURITY: Readonly<Record<Access, readonly object[]>> = {
	anybody: [],
	session: [{ bearer: [] }, { cookie: [] }],
	"first-contact": [{}, { bearer: [] }, { cookie: [] }],
};

/** An address as OpenAPI writes it. */
export function templateOf(path: string): string {
	return path.replace(/:(\w+)/g, "{$1}");
}

function pathParameters(path: string): object[] {
	return [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => {
		const parameter = PATH_PARAMETERS[name];
		if (parameter === undefined) throw new Error(`${path}: say in PATH_PARAMETERS what :${name} is.`);
		return { name, in: "path", required: true, ...parameter };
	});
}

function parameters(where: "query" | "header", named: Parameters = {}): object[] {
	return Object.entries(named).map(([name, parameter]) => ({ name, in: where, ...parameter }));
}

const FIELD_SCHEMAS = {
	file: { type: "string", contentMediaType: "application/octet-stream" },
	files: { type: "array", items: { type: "string", contentMediaType: "application/octet-stream" } },
	text: { type: "string" },
} as const;

function mediaType(content: Content): [string, object] {
	if ("json" in content) {
		const { json, ...example } = content;
		return ["application/json", { schema: refTo(json), ...example }];
	}
	if ("type" in content) return [content.type, {}];
	const properties = Object.entries(content.form).map(([name, { is, description }]) => {
		return [name, { ...FIELD_SCHEMAS[is], description }];
	});
	return ["multipart/form-data", { schema: { type: "object", properties: Object.fromEntries(properties) } }];
}

function contents(list: readonly Content[] | undefined): object {
	return list === undefined ? {} : { content: Object.fromEntries(list.map(mediaType)) };
}

function answerHeaders(named: Answer["headers"] = {}, required: boolean): Record<string, object> {
	const told = Object.entries(named).map(([name, description]) => {
		return [name, { description, required, schema: { type: "string" } }];
	});
	return Object.fromEntries(told);
}

function answer({ description, headers, sometimes, content }: Answer): object {
	const told = { ...answerHeaders(headers, true), ...answerHeaders(sometimes, false) };
	return { description, ...((headers || sometimes) && { headers: told }), ...contents(content) };
}

/** Refusals by status, each with the codes that it may carry. */
function refusals(codes: readonly ProblemCode[]): Record<string, object> {
	const byStatus = Map.groupBy(codes, (code) => problem(code, "").status);
	const refused = [...byStatus].map(([status, some]) => {
		const { title } = problem(some[0] ?? "unexpected", "");
		const listed = some.map((code) => `\`${code}\``).join(", ");
		return [status, { description: some.length > 1 ? listed : `${title}: ${listed}`, ...REFUSED }];
	});
	return Object.fromEntries(refused);
}

const REFUSED = { content: { "application/problem+json": { schema: refTo(problemBody) } } };

/** What every address may refuse besides: a missing credential, another site's page. */
function problemsOf({ access, method, problems = [] }: Operation): ProblemCode[] {
	const credential: ProblemCode[] = access === "anybody" ? [] : ["unauthorized"];
	const isSafe = method === "get" || method === "head" || method === "options";
	const foreign: ProblemCode[] = access === "session" && !isSafe ? ["forbidden"] : [];
	return [...new Set([...problems, ...credential, ...foreign])];
}

function operation(resource: Resource, told: Operation): object {
	const { path, id, summary, description, access, query, headers, body, answers } = told;
	const answered = Object.entries(answers).map(([status, one]) => [status, answer(one)]);
	const all = [...pathParameters(path), ...parameters("query", query), ...parameters("header", headers)];
	return {
		operationId: id,
		tags: [resource.name],
		summary,
		...(description !== undefined && { description }),
		security: SECURITY[access],
		...(all.length > 0 && { parameters: all }),
		...(body && { requestBody: contents(body) }),
		responses: {
			...Object.fromEntries(answered),
			...refusals(problemsOf(told)),
			default: { description: "A fault on our side: `unexpected`, `unavailable`", ...REFUSED },
		},
	};
}

function paths(): Record<string, object> {
	const all: Record<string, Record<string, object>> = {};
	for (const resource of RESOURCES) {
		for (const told of resource.operations) {
			const path = templateOf(told.path);
			all[path] = { ...all[path], [told.method]: operation(resource, told) };
		}
	}
	return all;
}

const SECURITY_SCHEMES = {
	bearer: {
		type: "http",
		scheme: "bearer",
		bearerFormat: "<id>.<token>",
		description: "For programs: what `POST /api/session` answered.",
	},
	cookie: {
		type: "apiKey",
		in: "cookie",
		name: "__Host-darkroom",
		description:
			"For browsers: set by `POST /api/session`, and named `darkroom` over plain http. Requests that change something are taken from pages of the same origin only.",
	},
};

/** The whole document, OpenAPI 3.1. `told` as in `componentSchemas`. */
export function openApiDocument(told: "exactly" | "at least" = "at least"): object {
	return {
		openapi: "3.1.1",
		info: {
			title: "Darkroom",
			version: "1",
			summary: "Drop files, and watch every single one upload, wait, be read and finish.",
			description:
				"Refusals are `application/problem+json` (RFC 9457). Sockets, frames and cursors are in docs/protocol.md.",
			license: { name: "MIT", identifier: "MIT" },
		},
		servers: [{ url: "/" }],
		tags: RESOURCES.map(({ name, description }) => ({ name, description })),
		paths: paths(),
		components: { schemas: componentSchemas(told), securitySchemes: SECURITY_SCHEMES },
	};
}
