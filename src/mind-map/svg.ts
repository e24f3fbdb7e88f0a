import type { MindNode } from "../protocol/text/mind-map.ts";
import { layoutMindMap, type PlacedNode } from "./layout.ts";
import { timeText } from "./time-text.ts";
import { xmlText } from "./xml-text.ts";

const FILLS = ["#c8402a", "#e8dcc8", "#f7f3ec"] as const;
const INKS = ["#ffffff", "#2a2420", "#2a2420"] as const;

/** The mind map as a self-contained SVG: no script, no font, no external resource. */
export function toSvg(root: MindNode): string {
	const { nodes, width, height } = layoutMindMap(root);
	const byPath = new Map(nodes.map((node) => [node.path, node]));
	const lines = nodes.flatMap((node) => {
		const parent = node.parent === undefined ? undefined : byPath.get(node.parent);
		return parent === undefined ? [] : [connectorPath(parent, node)];
	});
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="14">`,
		`<title>${xmlText(root.text)}</title>`,
		`<rect width="100%" height="100%" fill="#ffffff"/>`,
		`<g fill="none" stroke="#b9a58c" stroke-width="1.5">${lines.join("")}</g>`,
		...nodes.map(drawNode),
		"</svg>",
		"",
	].join("\n");
}

/** A curve from the right side of a node to the left side of its child. */
export function connectorPath(from: PlacedNode, to: PlacedNode): string {
	const start = from.x + from.width;
	const middle = (start + to.x) / 2;
	return `<path d="M${start} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}"/>`;
}

function drawNode({ node, depth, x, y, width, height, lines }: PlacedNode): string {
	const shade = Math.min(depth, FILLS.length - 1);
	const top = y - height / 2;
	const spans = lines.map(
		(line, index) => `<tspan x="${x + 10}" y="${top + 24 + index * 19}">${xmlText(line)}</tspan>`,
	);
	return [
		`<g><title>${timeText(node.time)}</title>`,
		`<rect x="${x}" y="${top}" width="${width}" height="${height}" rx="8" fill="${FILLS[shade]}"/>`,
		`<text fill="${INKS[shade]}">${spans.join("")}</text></g>`,
	].join("");
}
