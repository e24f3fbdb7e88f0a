import * as z from "zod/mini";
import { MAX_LINK_LENGTH, MAX_LINKS, MAX_PATH_BYTES } from "../limits.ts";

/** One file that the service fetches from a URL. */
export const linkEntry = z.object({
	url: z.string().check(z.minLength(1), z.maxLength(MAX_LINK_LENGTH)),
	/** The file's name; without it, the one that its server or its address gives. */
	name: z.optional(z.string().check(z.maxLength(4 * MAX_PATH_BYTES))),
	/** The file's relative path, folders included. */
	path: z.optional(z.string().check(z.maxLength(4 * MAX_PATH_BYTES))),
});

/** `POST /api/batches/:key/links`. The answer is that of a manifest. */
export const linkManifest = z.object({
	links: z.array(linkEntry).check(z.minLength(1), z.maxLength(MAX_LINKS)),
});

export type LinkEntry = z.infer<typeof linkEntry>;
