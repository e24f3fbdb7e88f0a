import type { MindNode } from "../protocol/text/mind-map.ts";
import { timeText } from "./time-text.ts";

/** A Markdown outline: headings for the recording and its topics, lists for the points. Markmap can draw it unchanged. */
export function toMarkdown(root: MindNode): string {
	const lines = [`# ${escaped(root.text)}`, ""];
	for (const topic of root.children) {
		lines.push(`## ${escaped(topic.text)} (${timeText(topic.time)})`, "");
		for (const point of topic.children) lines.push(`- ${escaped(point.text)} (${timeText(point.time)})`);
		lines.push("");
	}
	return lines.join("\n");
}

/** Escapes Markdown, because transcripts are never markup. */
function escaped(text: string): string {
	return text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]<>#|~]/g, "\\$&");
}
