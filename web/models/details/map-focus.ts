import type { PlacedNode } from "../../../src/mind-map/layout.ts";

/** What a key does on a mind map: moves the focus, or folds or unfolds a node; `undefined`: nothing. */
export type MapMove = { readonly to: string } | { readonly fold: string } | undefined;

/**
 * Keyboard navigation of a tree (WAI-ARIA tree view pattern): up and down move between visible nodes, left folds or
 * moves to the parent, right unfolds or moves to the first child, Home and End move to the ends.
 */
export function mapMoveForKey(nodes: readonly PlacedNode[], focus: string, key: string): MapMove {
	const visible = nodes.toSorted(inReadingOrder);
	const at = visible.findIndex(({ path }) => path === focus);
	const node = visible[at];
	if (node === undefined) return undefined;
	const to = (other: PlacedNode | undefined): MapMove =>
		other === undefined ? undefined : { to: other.path };
	switch (key) {
		case "ArrowDown":
			return to(visible[at + 1]);
		case "ArrowUp":
			return to(visible[at - 1]);
		case "Home":
			return to(visible[0]);
		case "End":
			return to(visible.at(-1));
		case "ArrowRight":
			if (node.folded > 0) return { fold: focus };
			return to(visible.find(({ parent }) => parent === focus));
		case "ArrowLeft":
			if (node.folded === 0 && node.node.children.length > 0 && node.parent !== undefined)
				return { fold: focus };
			return to(visible.find(({ path }) => path === node.parent));
		case " ":
			return node.node.children.length > 0 ? { fold: focus } : undefined;
		default:
			return undefined;
	}
}

/** Compares nodes: parents before their children, siblings in order. */
export function inReadingOrder(one: PlacedNode, other: PlacedNode): number {
	const [a, b] = [parsePath(one.path), parsePath(other.path)];
	for (let depth = 0; depth < Math.max(a.length, b.length); depth++) {
		const difference = (a[depth] ?? -1) - (b[depth] ?? -1);
		if (difference !== 0) return difference;
	}
	return 0;
}

function parsePath(path: string): number[] {
	return path === "" ? [] : path.split(".").map(Number);
}
