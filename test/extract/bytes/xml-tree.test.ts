import { describe, expect, test } from "vitest";
import { readXml, type XmlElement } from "../../../src/extract/bytes/xml-tree.ts";

/** An element as nested arrays: name, attributes, text, children. */
function outline({ name, attributes, text, children }: XmlElement): unknown {
	return [name, Object.fromEntries(attributes), text, ...children.map(outline)];
}

const children = (text: string) => readXml(text).root.children.map(outline);

describe("an XML text", () => {
	test("becomes a tree with prefixes, attributes and the text of each element", () => {
		const text = `<?xml version="1.0"?><!-- x --><a x:b="1" c = '"2"'>one<b/>two<![CDATA[<&amp;>]]></a>`;
		expect(children(text)).toEqual([["a", { "x:b": "1", c: '"2"' }, "onetwo<&amp;>", ["b", {}, ""]]]);
	});

	test("has its entities decoded, but not those of a document type", () => {
		const text = `<!DOCTYPE a [<!ENTITY b "c">]><a d="&lt;&#65;">&amp;&#x42;&b;&bogus;&#0;</a>`;
		expect(children(text)).toEqual([["a", { d: "<A" }, "&B&b;&bogus;\ufffd"]]);
	});

	test.each([
		["nothing", ""],
		["two roots", "<a/><b/>"],
		["a `>` in a value", '<a b=">"/>'],
		["whitespace in an end tag", "<a></a >"],
		["a comment that never ends", "<a/><!-- "],
		["an instruction at the end", '<a/><?xpacket end="w"?>'],
	])("is well-formed with %s", (_what, text) => {
		expect(readXml(text).wellFormed).toBe(true);
	});

	test.each([
		["an open element", "<a><b></b>"],
		["an end tag too many", "<a></a></a>"],
		["crossing elements", "<a><b></a></b>"],
		["a tag that is cut off", "<a></a><b"],
		["an end tag that is cut off", "<a></a"],
		["a value that never ends", '<a b="c></a>'],
		["a quote too many", '<a b"="c"></a>'],
		["a lone `<`", "<a> < </a>"],
	])("is not well-formed with %s", (_what, text) => {
		expect(readXml(text).wellFormed).toBe(false);
	});

	test("is read up to a number of tags", () => {
		const { root, wellFormed } = readXml(`<a>${"<b/>".repeat(30_000)}</a>`);
		expect(root.children[0]?.children).toHaveLength(19_999);
		expect(wellFormed).toBe(false);
	});

	test("is read down to a depth, and goes on after what is nested deeper", () => {
		const { root, wellFormed } = readXml(`${"<a>".repeat(100)}${"</a>".repeat(100)}<b/>`);
		let depth = 0;
		for (let element = root.children[0]; element; element = element.children[0]) depth += 1;
		expect(depth).toBe(64);
		expect(root.children.map(({ name }) => name)).toEqual(["a", "b"]);
		expect(wellFormed).toBe(false);
	});
});
