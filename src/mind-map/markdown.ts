import type { MindNode } from "../protocol/text/mind-map.ts";
import { timeText } from "./time-text.ts";

/** An outline in Markdown: a heading each for the recording and its topics, a list of points. Markmap draws it as it is. */
export function toMarkdown(root: MindNode): string {
	const lines = [`# ${plain(root.text)}`, ""];
	for (const topic of root.children) {
		lines.push(`## ${plain(topic.text)} (${timeText(topic.time)})`, "");
		for (const point of topic.children) lines.push(`- ${plain(point.text)} (${timeText(point.time)})`);
		lines.push("");
	}
	return lines.join("\n");
}

/** What is said is never markup. */
function plain(text: string): string {
	return text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]<>#|~]/g, "\\$&");
}
