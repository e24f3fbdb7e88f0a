import type { MindNode } from "../protocol/text/mind-map.ts";

/** One node with its place on the paper, in units of a pixel; `y` is its middle. */
export interface PlacedNode {
	readonly node: MindNode;
	/** The way to it from the root, such as `0.2`; the root's is empty. */
	readonly path: string;
	readonly depth: number;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	/** The text in lines that fit the width. */
	readonly lines: readonly string[];
	/** The path of the node above. */
	readonly parent: string | undefined;
	/** How many nodes are folded away under it. */
	readonly folded: number;
}

/** A map on paper. */
export interface Layout {
	readonly nodes: readonly PlacedNode[];
	readonly width: number;
	readonly height: number;
}

/** Characters of a line by depth, and sizes in pixels: a font of 14 px is about 7.2 wide on average. */
const LINE_CHARS = [18, 24, 44] as const;
const CHAR_PX = 7.4;
/** Room at the end of a node for the button that folds it. */
const FOLD_PX = 12;
const LINE_PX = 19;
const PADDING_PX = 10;
const GAP_PX = { across: 56, down: 10 } as const;
const MARGIN_PX = 24;

/** Lays a tree out from left to right; nodes whose path is in `folded` keep their children to themselves. */
export function layOut(root: MindNode, folded: ReadonlySet<string> = new Set()): Layout {
	const nodes: PlacedNode[] = [];
	const columns = LINE_CHARS.map((chars) => chars * CHAR_PX + 2 * PADDING_PX);
	let below = MARGIN_PX;

	function place(
		node: MindNode,
		path: string,
		depth: number,
		x: number,
		parent: string | undefined,
	): PlacedNode {
		const lines = wrapped(node.text, LINE_CHARS[Math.min(depth, LINE_CHARS.length - 1)] ?? LINE_CHARS[0]);
		const height = lines.length * LINE_PX + 2 * PADDING_PX;
		const room = depth > 0 && node.children.length > 0 ? FOLD_PX : 0;
		const width = Math.max(...lines.map(({ length }) => length)) * CHAR_PX + 2 * PADDING_PX + room;
		const closed = folded.has(path);
		const top = below;
		const step = (columns[Math.min(depth, columns.length - 1)] ?? 0) + GAP_PX.across;
		const children = closed
			? []
			: node.children.map((child, index) =>
					place(child, path === "" ? String(index) : `${path}.${index}`, depth + 1, x + step, path),
				);
		const [first, last] = [children[0], children.at(-1)];
		let y = first === undefined || last === undefined ? top + height / 2 : (first.y + last.y) / 2;
		// A node that is taller than all its children pushes what follows down.
		y = Math.max(y, top + height / 2);
		below = Math.max(below, y + height / 2 + GAP_PX.down);
		const placed = {
			node,
			path,
			depth,
			x,
			y,
			width,
			height,
			lines,
			parent,
			folded: closed ? sizeOf(node) : 0,
		};
		nodes.push(placed);
		return placed;
	}

	place(root, "", 0, MARGIN_PX, undefined);
	return {
		nodes,
		width: Math.max(...nodes.map(({ x, width }) => x + width)) + MARGIN_PX,
		height: below + MARGIN_PX - GAP_PX.down,
	};
}

function sizeOf({ children }: MindNode): number {
	return children.reduce((sum, child) => sum + 1 + sizeOf(child), 0);
}

/** Lines of at most so many characters, cut between words; a word that is longer is cut within. */
function wrapped(text: string, chars: number): string[] {
	const lines: string[] = [];
	let line = "";
	for (const word of text.split(/\s+/).flatMap((long) => pieces(long, chars))) {
		if (line !== "" && line.length + 1 + word.length > chars) {
			lines.push(line);
			line = word;
		} else line = line === "" ? word : `${line} ${word}`;
	}
	return line === "" && lines.length > 0 ? lines : [...lines, line];
}

function pieces(word: string, chars: number): string[] {
	const symbols = Array.from(word);
	if (symbols.length <= chars) return [word];
	return Array.from({ length: Math.ceil(symbols.length / chars) }, (_, at) =>
		symbols.slice(at * chars, (at + 1) * chars).join(""),
	);
}
