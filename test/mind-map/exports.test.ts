import { describe, expect, test } from "vitest";
import { layoutMindMap } from "../../src/mind-map/layout.ts";
import { toMarkdown } from "../../src/mind-map/markdown.ts";
import { toMermaid } from "../../src/mind-map/mermaid.ts";
import { toOpml } from "../../src/mind-map/opml.ts";
import { toSvg } from "../../src/mind-map/svg.ts";
import type { MindNode } from "../../src/protocol/text/mind-map.ts";

const MAP: MindNode = {
	text: "Honest progress",
	time: 0,
	children: [
		{ text: "Bars & lies", time: 0, children: [{ text: "A bar <must> not lie.", time: 6, children: [] }] },
		{ text: 'The "actor"', time: 3724, children: [] },
	],
};

describe("mind map exports as text", () => {
	test("Markdown is an outline", () => {
		expect(toMarkdown(MAP)).toBe(
			[
				"# Honest progress",
				"",
				"## Bars & lies (0:00)",
				"",
				"- A bar \\<must\\> not lie. (0:06)",
				"",
				'## The "actor" (1:02:04)',
				"",
				"",
			].join("\n"),
		);
	});

	test("Mermaid is a mind map", () => {
		expect(toMermaid(MAP)).toBe(
			[
				"mindmap",
				'  root(("Honest progress"))',
				'    n2["0:00 Bars #38; lies"]',
				'      n3["0:06 A bar #60;must#62; not lie."]',
				'    n4["1:02:04 The #34;actor#34;"]',
				"",
			].join("\n"),
		);
	});

	test("OPML is an outline", () => {
		expect(toOpml(MAP)).toBe(
			[
				'<?xml version="1.0" encoding="UTF-8"?>',
				'<opml version="2.0">',
				"  <head><title>Honest progress</title></head>",
				"  <body>",
				'    <outline text="Honest progress" time="0">',
				'      <outline text="Bars &amp; lies" time="0">',
				'        <outline text="A bar &lt;must&gt; not lie." time="6"/>',
				"      </outline>",
				'      <outline text="The &quot;actor&quot;" time="3724"/>',
				"    </outline>",
				"  </body>",
				"</opml>",
				"",
			].join("\n"),
		);
	});
});

describe("mind map layout", () => {
	test("folding a node hides and counts its descendants", () => {
		const { nodes } = layoutMindMap(MAP, new Set(["0"]));
		expect(nodes.map(({ path, folded }) => [path, folded])).toEqual([
			["0", 1],
			["1", 0],
			["", 0],
		]);
	});

	test("the SVG contains every word and nothing executable", () => {
		const hostile = { text: "<script>alert(1)</script>\u0000 ]]> \ud800", time: 0, children: [] };
		const svg = toSvg({ ...MAP, children: [...MAP.children, hostile] });
		expect(svg).not.toMatch(/<script|<foreignObject|href/);
		expect(svg).not.toContain("\u0000");
		expect(svg.isWellFormed()).toBe(true);
		expect(svg).toContain("Bars &amp; lies");
		expect(svg.match(/<path/g)).toHaveLength(4);
	});
});
