import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { openApiDocument, templateOf } from "../../src/openapi/document.ts";
import type { Operation } from "../../src/openapi/operation.ts";

type Members = "exactly" | "at least";

function ajvFor(members: Members): Ajv2020 {
	// OpenAPI has keywords that JSON Schema does not know.
	return new Ajv2020({ strict: false, allErrors: true }).addSchema(openApiDocument(members), "api");
}

function violations(check: ValidateFunction, value: unknown): string[] {
	if (check(value)) return [];
	return (check.errors ?? []).map(({ instancePath, message, params }) => {
		return `${instancePath} ${message} ${JSON.stringify(params)}`;
	});
}

/** Checks values against the document's named schemas; returns what is wrong with them, as sentences. */
export function componentChecker(members: Members): (name: string, value: unknown) => string[] {
	const ajv = ajvFor(members);
	return (name, value) => violations(ajv.compile({ $ref: `api#/components/schemas/${name}` }), value);
}

function pointer(...names: readonly string[]): string {
	return names.map((name) => encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");
}

interface DescribedResponses {
	readonly paths: Readonly<
		Record<string, Record<string, { responses: Record<string, { content?: Record<string, object> }> }>>
	>;
}

/** Whether a media type is in a range of them, as OpenAPI writes it. */
function covers(range: string, type: string): boolean {
	return range === type || range === "*/*" || (range.endsWith("/*") && type.startsWith(range.slice(0, -1)));
}

/** Checks a server's responses against the document's description of the operation; returns what is wrong, as sentences. */
export function responseChecker(): (operation: Operation, response: Response) => Promise<string[]> {
	const ajv = ajvFor("exactly");
	const { paths } = openApiDocument("exactly") as DescribedResponses;
	return async ({ method, path }, response) => {
		const place = ["paths", templateOf(path), method, "responses", String(response.status)] as const;
		const described = paths[templateOf(path)]?.[method]?.responses[response.status];
		if (described === undefined) return [`${response.status} is not described: ${await response.text()}`];
		const type = (response.headers.get("content-type") ?? "").split(";")[0] ?? "";
		const bytes = await response.arrayBuffer();
		const types = Object.keys(described.content ?? {});
		if (types.length === 0 || method === "head")
			return bytes.byteLength === 0 ? [] : [`a body of ${type}, where none is described`];
		if (!types.some((range) => covers(range, type))) return [`${type} is not described`];
		if (!type.endsWith("json") || !types.includes(type)) return [];
		const schema = { $ref: `api#/${pointer(...place, "content", type, "schema")}` };
		return violations(ajv.compile(schema), JSON.parse(new TextDecoder().decode(bytes)));
	};
}
