import * as z from "zod/mini";
import { MAX_LINK_LENGTH, MAX_LINKS, MAX_PATH_BYTES } from "../limits.ts";

/** One file whose bytes lie elsewhere. */
export const wantedLink = z.object({
	url: z.string().check(z.minLength(1), z.maxLength(MAX_LINK_LENGTH)),
	/** What it shall be called; otherwise as its server, or the address, names it. */
	name: z.optional(z.string().check(z.maxLength(4 * MAX_PATH_BYTES))),
	/** Where it shall lie among the files of a folder. */
	path: z.optional(z.string().check(z.maxLength(4 * MAX_PATH_BYTES))),
});

/** `POST /api/batches/:key/links`. The answer is that of a manifest. */
export const wantedLinks = z.object({
	links: z.array(wantedLink).check(z.minLength(1), z.maxLength(MAX_LINKS)),
});

export type WantedLink = z.infer<typeof wantedLink>;
