import type * as z from "zod/mini";
import type { ProblemCode } from "../protocol/problem.ts";

/** A schema that has a name in `components.ts`. */
export type Schema = z.ZodMiniType;

/** JSON Schema as plain data: for what no zod schema parses, such as one header. */
export interface PlainSchema {
	readonly type: "string" | "integer" | "number";
	readonly enum?: readonly string[];
	readonly pattern?: string;
	readonly minimum?: number;
	readonly maximum?: number;
}

/** One query parameter or header. */
export interface Parameter {
	readonly description: string;
	readonly required?: boolean;
	readonly schema: PlainSchema;
}

export type Parameters = Readonly<Record<string, Parameter>>;

/** Headers of commands: with a key, a command is done once, however often it is sent. */
export const COMMAND_HEADERS: Parameters = {
	"Idempotency-Key": {
		description:
			"`<tab>.<number>`: a name of 8 to 64 of `A–Z a–z 0–9 _ -` that the sender gives itself, and a number that it counts up. A repeated key gets the first answer again and has no further effect.",
		schema: { type: "string", pattern: '^"?[A-Za-z0-9_-]{8,64}\\.[1-9][0-9]{0,14}"?$' },
	},
};

/** A body in one media type: JSON of a schema, a form, or bytes and text that only a sentence describes. */
export type Content =
	| { readonly json: Schema; readonly example?: unknown }
	| { readonly form: FormFields }
	| { readonly type: string };

/** The fields of a `multipart/form-data` body; a field of `files` may be repeated. */
export type FormFields = Readonly<
	Record<string, { readonly is: "file" | "files" | "text"; readonly description: string }>
>;

/** One successful response. */
export interface OperationResponse {
	readonly description: string;
	readonly headers?: Readonly<Record<string, string>>;
	/** Headers that not every response has. */
	readonly optionalHeaders?: Readonly<Record<string, string>>;
	/** All its media types: the stream has several. */
	readonly content?: readonly Content[];
}

/** Who may call it: anybody; callers with a credential; or anybody, where callers without a credential get a session. */
export type OperationAccess = "anybody" | "session" | "first-contact";

export type Method = "get" | "head" | "post" | "put" | "patch" | "delete" | "options";

/** One method of one address, as the document describes it. `test/openapi/` compares these with the Worker's routes. */
export interface Operation {
	readonly method: Method;
	/** As Hono writes it: `/api/files/:n`. */
	readonly path: string;
	/** Unique; client generators name functions after it. */
	readonly id: string;
	readonly summary: string;
	readonly description?: string;
	readonly access: OperationAccess;
	readonly query?: Parameters;
	readonly headers?: Parameters;
	readonly body?: readonly Content[];
	/** By status. */
	readonly responses: Readonly<Record<number, OperationResponse>>;
	/** Its own refusals. Those of every address (no credential, a page of another site, an error on our side) are added. */
	readonly problems?: readonly ProblemCode[];
}

/** The operations of one resource, under a heading of the document. */
export interface Resource {
	readonly name: string;
	readonly description: string;
	readonly operations: readonly Operation[];
}
