import type { MindNode } from "../protocol/text/mind-map.ts";

/** One node with its position and size in pixels; `x` is its left edge, `y` its vertical centre. */
export interface PlacedNode {
	readonly node: MindNode;
	/** Child indexes from the root, such as `0.2`; empty for the root. */
	readonly path: string;
	readonly depth: number;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	/** The text, wrapped to the width. */
	readonly lines: readonly string[];
	/** The parent's path; `undefined` for the root. */
	readonly parent: string | undefined;
	/** How many descendants are hidden because this node is folded. */
	readonly folded: number;
}

/** A mind map laid out, in pixels. */
export interface MindMapLayout {
	readonly nodes: readonly PlacedNode[];
	readonly width: number;
	readonly height: number;
}

/** Most characters per line by depth, and pixels per character: a 14 px font is about 7.2 px wide on average. */
const LINE_CHARS = [18, 24, 44] as const;
const CHAR_PX = 7.4;
/** Space at the end of a node for its fold button. */
const FOLD_PX = 12;
const LINE_PX = 19;
const PADDING_PX = 10;
const GAP_PX = { across: 56, down: 10 } as const;
const MARGIN_PX = 24;

/** Lays out a mind map from left to right. Children of nodes whose path is in `folded` are hidden. */
export function layoutMindMap(root: MindNode, folded: ReadonlySet<string> = new Set()): MindMapLayout {
	const nodes: PlacedNode[] = [];
	const columns = LINE_CHARS.map((chars) => chars * CHAR_PX + 2 * PADDING_PX);
	let nextTop = MARGIN_PX;

	function place(
		node: MindNode,
		path: string,
		depth: number,
		x: number,
		parent: string | undefined,
	): PlacedNode {
		const lines = wrapText(node.text, LINE_CHARS[Math.min(depth, LINE_CHARS.length - 1)] ?? LINE_CHARS[0]);
		const height = lines.length * LINE_PX + 2 * PADDING_PX;
		const foldWidth = depth > 0 && node.children.length > 0 ? FOLD_PX : 0;
		const width = Math.max(...lines.map(({ length }) => length)) * CHAR_PX + 2 * PADDING_PX + foldWidth;
		const isFolded = folded.has(path);
		const top = nextTop;
		const step = (columns[Math.min(depth, columns.length - 1)] ?? 0) + GAP_PX.across;
		const children = isFolded
			? []
			: node.children.map((child, index) =>
					place(child, path === "" ? String(index) : `${path}.${index}`, depth + 1, x + step, path),
				);
		const [first, last] = [children[0], children.at(-1)];
		let y = first === undefined || last === undefined ? top + height / 2 : (first.y + last.y) / 2;
		// A node that is taller than all its children pushes the following nodes down.
		y = Math.max(y, top + height / 2);
		nextTop = Math.max(nextTop, y + height / 2 + GAP_PX.down);
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
			folded: isFolded ? countDescendants(node) : 0,
		};
		nodes.push(placed);
		return placed;
	}

	place(root, "", 0, MARGIN_PX, undefined);
	return {
		nodes,
		width: Math.max(...nodes.map(({ x, width }) => x + width)) + MARGIN_PX,
		height: nextTop + MARGIN_PX - GAP_PX.down,
	};
}

function countDescendants({ children }: MindNode): number {
	return children.reduce((sum, child) => sum + 1 + countDescendants(child), 0);
}

/** Wraps text at `maxChars` characters, between words; longer words are split. */
function wrapText(text: string, maxChars: number): string[] {
	const lines: string[] = [];
	let line = "";
	for (const word of text.split(/\s+/).flatMap((part) => splitWord(part, maxChars))) {
		if (line !== "" && line.length + 1 + word.length > maxChars) {
			lines.push(line);
			line = word;
		} else line = line === "" ? word : `${line} ${word}`;
	}
	return line === "" && lines.length > 0 ? lines : [...lines, line];
}

/** Splits by code points, so that no surrogate pair is torn apart. */
function splitWord(word: string, maxChars: number): string[] {
	const symbols = Array.from(word);
	if (symbols.length <= maxChars) return [word];
	return Array.from({ length: Math.ceil(symbols.length / maxChars) }, (_, at) =>
		symbols.slice(at * maxChars, (at + 1) * maxChars).join(""),
	);
}
