import type { PlacedNode } from "../../../src/mind-map/layout.ts";

/** What a key does on a map: the focus moves, a node opens or closes, or nothing is meant. */
export type MapMove = { readonly to: string } | { readonly fold: string } | undefined;

/**
 * The keys of a tree (WAI-ARIA, tree view pattern): up and down go to the neighbour in what is seen, left closes or goes
 * up, right opens or goes in, Home and End to the ends.
 */
export function moveOnMap(nodes: readonly PlacedNode[], focus: string, key: string): MapMove {
	const seen = nodes.toSorted(inReadingOrder);
	const at = seen.findIndex(({ path }) => path === focus);
	const node = seen[at];
	if (node === undefined) return undefined;
	const to = (other: PlacedNode | undefined): MapMove =>
		other === undefined ? undefined : { to: other.path };
	switch (key) {
		case "ArrowDown":
			return to(seen[at + 1]);
		case "ArrowUp":
			return to(seen[at - 1]);
		case "Home":
			return to(seen[0]);
		case "End":
			return to(seen.at(-1));
		case "ArrowRight":
			if (node.folded > 0) return { fold: focus };
			return to(seen.find(({ parent }) => parent === focus));
		case "ArrowLeft":
			if (node.folded === 0 && node.node.children.length > 0 && node.parent !== undefined)
				return { fold: focus };
			return to(seen.find(({ path }) => path === node.parent));
		case " ":
			return node.node.children.length > 0 ? { fold: focus } : undefined;
		default:
			return undefined;
	}
}

/** A node before what hangs under it, and siblings in their order. */
export function inReadingOrder(one: PlacedNode, other: PlacedNode): number {
	const [a, b] = [steps(one.path), steps(other.path)];
	for (let depth = 0; depth < Math.max(a.length, b.length); depth++) {
		const difference = (a[depth] ?? -1) - (b[depth] ?? -1);
		if (difference !== 0) return difference;
	}
	return 0;
}

function steps(path: string): number[] {
	return path === "" ? [] : path.split(".").map(Number);
}
