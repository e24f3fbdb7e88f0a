import { MAX_BATCH_KEY_LENGTH } from "../protocol/limits.ts";
import { type ProblemCode, problem, problemBody } from "../protocol/problem.ts";
import { VERBS } from "../protocol/stream/command-message.ts";
import { componentSchemas, refTo } from "./components.ts";
import type {
	Content,
	Operation,
	OperationAccess,
	OperationResponse,
	Parameters,
	PlainSchema,
	Resource,
} from "./operation.ts";
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

/** Everything that the Worker answers, by resource. Add a new file of `src/openapi/paths/` here. */
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

/** Path parameters, by the name that the routes give them. */
const PATH_PARAMETERS: Readonly<Record<string, { description: string; schema: PlainSchema }>> = {
	key: { description: "The key of a batch, chosen by the client.", schema: KEY },
	n: { description: "The number of a file.", schema: NUMBER },
	upload: {
		description: "The number of an upload: that of its file, or `p` and a number for a partial upload.",
		schema: { type: "string", pattern: "^p?[1-9][0-9]*$" },
	},
	batchId: { description: "The key of a batch in the caller's own session.", schema: KEY },
	sessionId: { description: "The key of a batch in the caller's own session.", schema: KEY },
	id: { description: "The caller's own session, or `me`.", schema: { type: "string" } },
	user_id: { description: "The caller's own session, or `me`.", schema: { type: "string" } },
	verb: { description: "What to do.", schema: { type: "string", enum: VERBS } },
};

/** A credential is a Bearer token or a cookie; on first contact it may be missing. */
const SECURITY: Readonly<Record<OperationAccess, readonly object[]>> = {
	anybody: [],
	session: [{ bearer: [] }, { cookie: [] }],
	"first-contact": [{}, { bearer: [] }, { cookie: [] }],
};

/** A route's path as OpenAPI writes it: `/api/files/{n}`. */
export function templateOf(path: string): string {
	return path.replace(/:(\w+)/g, "{$1}");
}

function pathParameters(path: string): object[] {
	return [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => {
		const parameter = PATH_PARAMETERS[name];
		if (parameter === undefined) throw new Error(`${path}: describe :${name} in PATH_PARAMETERS.`);
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

function headerObjects(named: OperationResponse["headers"] = {}, required: boolean): Record<string, object> {
	return Object.fromEntries(
		Object.entries(named).map(([name, description]) => {
			return [name, { description, required, schema: { type: "string" } }];
		}),
	);
}

function responseObject({ description, headers, optionalHeaders, content }: OperationResponse): object {
	const all = { ...headerObjects(headers, true), ...headerObjects(optionalHeaders, false) };
	return { description, ...((headers || optionalHeaders) && { headers: all }), ...contents(content) };
}

/** Refusals by status, each with the codes that it may have. */
function refusals(codes: readonly ProblemCode[]): Record<string, object> {
	const byStatus = Map.groupBy(codes, (code) => problem(code, "").status);
	const objects = [...byStatus].map(([status, some]) => {
		const { title } = problem(some[0] ?? "unexpected", "");
		const listed = some.map((code) => `\`${code}\``).join(", ");
		return [status, { description: some.length > 1 ? listed : `${title}: ${listed}`, ...REFUSED }];
	});
	return Object.fromEntries(objects);
}

const REFUSED = { content: { "application/problem+json": { schema: refTo(problemBody) } } };

/** An operation's own problems, and those of every address: a missing credential, a page of another site. */
function problemsOf({ access, method, problems = [] }: Operation): ProblemCode[] {
	const credential: ProblemCode[] = access === "anybody" ? [] : ["unauthorized"];
	const isSafe = method === "get" || method === "head" || method === "options";
	const foreign: ProblemCode[] = access === "session" && !isSafe ? ["forbidden"] : [];
	return [...new Set([...problems, ...credential, ...foreign])];
}

function operation(resource: Resource, described: Operation): object {
	const { path, id, summary, description, access, query, headers, body, responses } = described;
	const successes = Object.entries(responses).map(([status, one]) => [status, responseObject(one)]);
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
			...Object.fromEntries(successes),
			...refusals(problemsOf(described)),
			default: { description: "An error on our side: `unexpected`, `unavailable`", ...REFUSED },
		},
	};
}

function paths(): Record<string, object> {
	const all: Record<string, Record<string, object>> = {};
	for (const resource of RESOURCES) {
		for (const described of resource.operations) {
			const path = templateOf(described.path);
			all[path] = { ...all[path], [described.method]: operation(resource, described) };
		}
	}
	return all;
}

const SECURITY_SCHEMES = {
	bearer: {
		type: "http",
		scheme: "bearer",
		bearerFormat: "<id>.<token>",
		description: "For programs: the token that `POST /api/session` returned.",
	},
	cookie: {
		type: "apiKey",
		in: "cookie",
		name: "__Host-darkroom",
		description:
			"For browsers: set by `POST /api/session`, and named `darkroom` over plain http. Requests that change something are accepted from pages of the same origin only.",
	},
};

/** The whole document, OpenAPI 3.1. `members` as in `componentSchemas`. */
export function openApiDocument(members: "exactly" | "at least" = "at least"): object {
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
		components: { schemas: componentSchemas(members), securitySchemes: SECURITY_SCHEMES },
	};
}
