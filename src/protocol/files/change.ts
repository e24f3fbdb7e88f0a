import * as z from "zod/mini";
import { fileRecord } from "./file-record.ts";

const { n: _, ...members } = fileRecord.shape;

/** Optional members that a change can set but never clear: they describe the source, and stay once they are known. */
const NEVER_CLEARED = ["path", "type", "lastModified", "host"] as const;

type Members = typeof members;

/** Every member of a record as a patch has it: optional, and `null` clears the ones that a record may lack. */
type Patch = {
	[Name in keyof Members]: Name extends (typeof NEVER_CLEARED)[number]
		? Members[Name]
		: Members[Name] extends z.ZodMiniOptional<infer Inner>
			? z.ZodMiniOptional<z.ZodMiniNullable<Inner>>
			: z.ZodMiniOptional<Members[Name]>;
};

function patchOf(name: string, member: z.ZodMiniType): z.ZodMiniType {
	if (!(member instanceof z.ZodMiniOptional)) return z.optional(member);
	const isKept = (NEVER_CLEARED as readonly string[]).includes(name);
	return isKept ? member : z.optional(z.nullable(member.def.innerType));
}

const patch = Object.fromEntries(
	Object.entries(members).map(([name, member]) => [name, patchOf(name, member)]),
) as Patch;

/**
 * A patch of one file. The first patch of a number creates the file; a member that is absent stays as it was;
 * `null` clears it. `removed` ends the record.
 */
export const fileChange = z.strictObject({
	file: z.int().check(z.positive()),
	removed: z.optional(z.literal(true)),
	...patch,
	// A change carries these without the bounds of a record.
	batch: z.optional(z.int()),
	size: z.optional(z.int()),
});

/** A patch of one batch. The first patch of a number creates it and carries its key. */
export const batchChange = z.strictObject({
	batch: z.int().check(z.positive()),
	removed: z.optional(z.literal(true)),
	key: z.optional(z.string()),
	at: z.optional(z.int()),
});

/** A patch of one file's or one batch's public state. Only a file's has `file`; see `isFileChange`. */
export const change = z.union([fileChange, batchChange]);

export type FileChange = z.infer<typeof fileChange>;
export type BatchChange = z.infer<typeof batchChange>;
export type Change = z.infer<typeof change>;
