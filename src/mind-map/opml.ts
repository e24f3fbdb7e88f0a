import type { MindNode } from "../protocol/text/mind-map.ts";
import { xmlText } from "./xml-text.ts";

/** An OPML 2.0 outline (http://opml.org/spec2.opml); the attribute `time` is in seconds. */
export function toOpml(root: MindNode): string {
	const lines = [
		'<?xml version="1.0" encoding="UTF-8"?>',
		'<opml version="2.0">',
		`  <head><title>${xmlText(root.text)}</title></head>`,
		"  <body>",
	];
	const write = (node: MindNode, depth: number) => {
		const indent = "  ".repeat(depth);
		const open = `${indent}<outline text="${xmlText(node.text)}" time="${node.time}"`;
		if (node.children.length === 0) lines.push(`${open}/>`);
		else {
			lines.push(`${open}>`);
			for (const child of node.children) write(child, depth + 1);
			lines.push(`${indent}</outline>`);
		}
	};
	write(root, 2);
	lines.push("  </body>", "</opml>", "");
	return lines.join("\n");
}
