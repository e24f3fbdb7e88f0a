import type * as z from "zod/mini";

/** What zod calls a type, for a sentence. */
const TYPES: Readonly<Record<string, string>> = {
	array: "a list",
	boolean: "true or false",
	int: "a whole number",
	number: "a number",
	object: "an object",
	string: "a text",
};

const NUMBER = new Intl.NumberFormat("en");

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
	return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null)?.[key], body);
}

function tooBig({ origin, maximum }: z.core.$ZodIssueTooBig, value: unknown): string {
	const limit = NUMBER.format(maximum);
	if (origin === "string") return `has more than ${limit} characters`;
	if (!Array.isArray(value)) return `must be at most ${limit}`;
	return `has ${NUMBER.format(value.length)} entries; at most ${limit} are allowed. Send the rest in another request`;
}

function tooSmall({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): string {
	const limit = NUMBER.format(minimum);
	if (origin === "string") return `must have at least ${limit} ${minimum === 1 ? "character" : "characters"}`;
	if (origin === "array") return `must have at least ${limit} ${minimum === 1 ? "entry" : "entries"}`;
	return inclusive ? `must be at least ${limit}` : `must be more than ${limit}`;
}

function described(issue: z.core.$ZodIssue, value: unknown): string {
	switch (issue.code) {
		case "invalid_type":
			return value === undefined ? "is missing" : `must be ${TYPES[issue.expected] ?? issue.expected}`;
		case "too_big":
			return tooBig(issue, value);
		case "too_small":
			return tooSmall(issue);
		case "invalid_value":
			return `must be one of ${issue.values.map(String).join(", ")}`;
		case "invalid_format":
			return `must have the format ${issue.pattern ?? issue.format}`;
		case "unrecognized_keys":
			return `must not have the member ${issue.keys.join(", ")}`;
		default:
			return `is not valid (${issue.message})`;
	}
}

/**
 * A validation error in English, with its path: `files.3.size must be a number`. zod/mini comes without messages: all of its
 * own are "Invalid input".
 */
export function describeIssue(issue: z.core.$ZodIssue, body: unknown): string {
	const path = issue.path.join(".") || "the body";
	return `${path} ${described(issue, valueAt(body, issue.path))}`;
}
