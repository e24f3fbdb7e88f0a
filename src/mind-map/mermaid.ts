import type { MindNode } from "../protocol/text/mind-map.ts";
import { timeText } from "./time-text.ts";

/** A Mermaid mind map (https://mermaid.js.org/syntax/mindmap.html): indentation gives the depth, texts are quoted. */
export function toMermaid(root: MindNode): string {
	const lines = ["mindmap", `  root((${quoted(root.text)}))`];
	const write = (nodes: readonly MindNode[], depth: number) => {
		for (const node of nodes) {
			lines.push(`${"  ".repeat(depth)}n${lines.length}[${quoted(`${timeText(node.time)} ${node.text}`)}]`);
			write(node.children, depth + 1);
		}
	};
	write(root.children, 2);
	return `${lines.join("\n")}\n`;
}

/** Mermaid escapes characters only as entities, by name or number. */
function quoted(text: string): string {
	return `"${text.replace(/\s+/g, " ").replace(/["#&<>`]/g, (char) => `#${char.charCodeAt(0)};`)}"`;
}
