import * as z from "zod/mini";
import type { FileChange } from "../files/change.ts";
import { fileChange } from "../files/change.ts";

/*
 * A snapshot of ten thousand files without their details, small enough for one packet train. What files have in common
 * (batch, state, stage, percent, kind) is told once as a shape, and a text gives each file number the letter of its
 * shape, runs of one letter as letter and count:
 *
 *   shapes  [{batch: 1, state: "completed", …}, {batch: 1, state: "failed", …}]
 *   files   "A9998-3B2"     1…9998 are like the first, three numbers are nobody's, 10002 and 10003 like the second
 *
 * A text so written is never longer than one character for each number, but for shapes beyond the fifty-second.
 */

/** What several files have in common: a change without its file. */
export const shape = z.omit(fileChange, { file: true, removed: true });

export const outline = z.object({
	/** The commonest first: it has the letter A. */
	shapes: z.array(shape),
	/** Which shape each file number has, from 1 on. */
	files: z.string(),
	/** Bytes of all these files together, as declared or stored, and how many of them lie in storage. */
	bytes: z.int(),
	stored: z.int(),
});

export type Shape = z.infer<typeof shape>;
export type Outline = z.infer<typeof outline>;

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Shapes that have a name: one letter, or `~` and two. */
export const MAX_SHAPES = LETTERS.length + LETTERS.length ** 2;

/** A number that no file has. */
const NOBODY = "-";

function nameOf(shape: number): string {
	const letters = LETTERS.length;
	if (shape < letters) return LETTERS.charAt(shape);
	const more = shape - letters;
	return `~${LETTERS.charAt(Math.floor(more / letters))}${LETTERS.charAt(more % letters)}`;
}

/** Writes the shape of each number from 1 on; `undefined` where there is no file. */
export function writeFiles(shapes: readonly (number | undefined)[]): string {
	let text = "";
	for (let at = 0; at < shapes.length; ) {
		const first = at;
		while (at < shapes.length && shapes[at] === shapes[first]) at++;
		const shape = shapes[first];
		text += shape === undefined ? NOBODY : nameOf(shape);
		if (at - first > 1) text += at - first;
	}
	return text;
}

const RUN = /(-|~[A-Za-z]{2}|[A-Za-z])([0-9]*)/g;

function shapeOf(name: string): number {
	if (name.length === 1) return LETTERS.indexOf(name);
	const letters = LETTERS.length;
	return letters + LETTERS.indexOf(name.charAt(1)) * letters + LETTERS.indexOf(name.charAt(2));
}

/** The changes that build the outlined files out of nothing: what they have in common, and none of their details. */
export function changesOfOutline({ shapes, files }: Outline): FileChange[] {
	const changes: FileChange[] = [];
	let file = 1;
	for (const [, name = "", count] of files.matchAll(RUN)) {
		const next = file + (count ? Number(count) : 1);
		const shape = name === NOBODY ? undefined : shapes[shapeOf(name)];
		for (; shape && file < next; file++) changes.push({ file, ...shape });
		file = next;
	}
	return changes;
}
