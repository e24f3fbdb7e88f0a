import * as z from "zod/mini";
import { type FileChange, fileChange } from "../files/change.ts";

/*
 * A snapshot of ten thousand files without their details, small enough for one packet train. What files have in common
 * (batch, state, stage, percent, kind) is listed once as a shape. A string assigns each file number, from 1 on, the
 * letter of its shape; a run of one letter is written as letter and count:
 *
 *   shapes  [{batch: 1, state: "completed", …}, {batch: 1, state: "failed", …}]
 *   files   "A9998-3B2"     1…9998 have the first shape, the next three numbers have no file, 10002 and 10003 have the second
 *
 * The string is never longer than one character per number, except for shapes beyond the fifty-second.
 */

/** What several files have in common: a change without its file. */
export const shape = z.omit(fileChange, { file: true, removed: true });

export const outline = z.object({
	/** The commonest first: it has the letter A. */
	shapes: z.array(shape),
	/** The shape of each file number, from 1 on. */
	files: z.string(),
	/** Bytes of all these files together, as declared or stored, and how many of them are in storage. */
	bytes: z.int(),
	stored: z.int(),
});

export type Shape = z.infer<typeof shape>;
export type Outline = z.infer<typeof outline>;

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Shapes that have a code: one letter, or `~` and two. */
export const MAX_SHAPES = LETTERS.length + LETTERS.length ** 2;

/** The code of a number that no file has. */
const NO_FILE = "-";

function encodeShape(shape: number): string {
	const letters = LETTERS.length;
	if (shape < letters) return LETTERS.charAt(shape);
	const more = shape - letters;
	return `~${LETTERS.charAt(Math.floor(more / letters))}${LETTERS.charAt(more % letters)}`;
}

/** Encodes the shape of each file number from 1 on; `undefined` where there is no file. */
export function encodeFiles(shapes: readonly (number | undefined)[]): string {
	let text = "";
	for (let at = 0; at < shapes.length; ) {
		const first = at;
		while (at < shapes.length && shapes[at] === shapes[first]) at++;
		const shape = shapes[first];
		text += shape === undefined ? NO_FILE : encodeShape(shape);
		if (at - first > 1) text += at - first;
	}
	return text;
}

const RUN = /(-|~[A-Za-z]{2}|[A-Za-z])([0-9]*)/g;

function decodeShape(code: string): number {
	if (code.length === 1) return LETTERS.indexOf(code);
	const letters = LETTERS.length;
	return letters + LETTERS.indexOf(code.charAt(1)) * letters + LETTERS.indexOf(code.charAt(2));
}

/** The changes that create the outlined files, with what they have in common and none of their details. */
export function outlineChanges({ shapes, files }: Outline): FileChange[] {
	const changes: FileChange[] = [];
	let file = 1;
	for (const [, code = "", count] of files.matchAll(RUN)) {
		const next = file + (count ? Number(count) : 1);
		const shape = code === NO_FILE ? undefined : shapes[decodeShape(code)];
		for (; shape && file < next; file++) changes.push({ file, ...shape });
		file = next;
	}
	return changes;
}
