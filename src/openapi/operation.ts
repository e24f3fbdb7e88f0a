import type * as z from "zod/mini";
import type { ProblemCode } from "../protocol/problem.ts";

/** A schema that `components.ts` has a name for. */
export type Schema = z.ZodMiniType;

/** JSON Schema as plain data: for what no code parses, such as one header. */
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

/** A body in one media type: JSON of a schema, or bytes and text that only a sentence describes. */
export type Content =
	| { readonly json: Schema; readonly example?: unknown }
	| { readonly form: FormFields }
	| { readonly type: string };

/** The fields of a `multipart/form-data`; `files` may come many times. */
export type FormFields = Readonly<
	Record<string, { readonly is: "file" | "files" | "text"; readonly description: string }>
>;

/** One answer that is no refusal. */
export interface Answer {
	readonly description: string;
	readonly headers?: Readonly<Record<string, string>>;
	/** Headers that depend on what is asked for. */
	readonly sometimes?: Readonly<Record<string, string>>;
	/** An address with several media types, such as the stream, lists them all. */
	readonly content?: readonly Content[];
}

/** Who may ask: anybody; whoever shows a credential; or anybody, and who shows none is given a session. */
export type Access = "anybody" | "session" | "first-contact";

export type Method = "get" | "head" | "post" | "put" | "patch" | "delete" | "options";

/** One method of one address, as the document tells it. `test/openapi/` compares these with the Worker's routes. */
export interface Operation {
	readonly method: Method;
	/** As Hono writes it: `/api/files/:n`. */
	readonly path: string;
	/** Unique; programs that generate clients name their functions for it. */
	readonly id: string;
	readonly summary: string;
	readonly description?: string;
	readonly access: Access;
	readonly query?: Parameters;
	readonly headers?: Parameters;
	readonly body?: readonly Content[];
	/** By status. */
	readonly answers: Readonly<Record<number, Answer>>;
	/** Refusals beside those that every address has: no credential, another site's page, a fault of ours. */
	readonly problems?: readonly ProblemCode[];
}

/** The operations of one resource, under a heading of the document. */
export interface Resource {
	readonly name: string;
	readonly description: string;
	readonly operations: readonly Operation[];
}
