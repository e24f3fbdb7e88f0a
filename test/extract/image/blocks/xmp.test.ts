import { expect, test } from "vitest";
import { readXml } from "../../../../src/extract/bytes/xml-tree.ts";
import { readXmp } from "../../../../src/extract/image/blocks/xmp.ts";
import { join, utf8 } from "../../../fixtures/bytes.ts";
import { makeXmp, xmpList } from "../../../fixtures/xmp.ts";

function fieldsOf(properties: string) {
	const { fields } = readXmp([utf8(makeXmp(properties))]);
	return Object.fromEntries(fields);
}

test.each([
	["text", "<dc:format>image/jpeg</dc:format>", { "dc:format": "image/jpeg" }],
	["entities", "<dc:format>a &lt; b &amp;&#x41;&#66;</dc:format>", { "dc:format": "a < b &AB" }],
	["CDATA", "<dc:format><![CDATA[<raw>]]></dc:format>", { "dc:format": "<raw>" }],
	["a list", xmpList("dc:subject", ["a", "b"]), { "dc:subject": ["a", "b"] }],
	["a link", '<dc:source rdf:resource="https://example.org"/>', { "dc:source": "https://example.org" }],
	[
		"one language",
		'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Sea</rdf:li></rdf:Alt></dc:title>',
		{ "dc:title": "Sea" },
	],
	[
		"two languages",
		'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Sea</rdf:li><rdf:li xml:lang="de">Meer</rdf:li></rdf:Alt></dc:title>',
		{ "dc:title": { "x-default": "Sea", de: "Meer" } },
	],
	[
		"a structure",
		'<exif:Flash rdf:parseType="Resource"><exif:Fired>True</exif:Fired><exif:Mode>2</exif:Mode></exif:Flash>',
		{ "exif:Flash": { "exif:Fired": "True", "exif:Mode": "2" } },
	],
	[
		"a structure written as attributes",
		'<exif:Flash exif:Fired="True"/>',
		{ "exif:Flash": { "exif:Fired": "True" } },
	],
	[
		"a value with a qualifier",
		"<dc:source><rdf:Description><rdf:value>here</rdf:value><dc:note>n</dc:note></rdf:Description></dc:source>",
		{ "dc:source": "here" },
	],
])("%s is read", (_what, properties, fields) => {
	expect(fieldsOf(properties)).toEqual(fields);
});

test("a namespace is recognised whatever its prefix", () => {
	const packet = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:q="http://purl.org/dc/elements/1.1/" q:format="x"/></rdf:RDF>`;
	expect(Object.fromEntries(readXmp([utf8(packet)]).fields)).toEqual({ "dc:format": "x" });
});

test("a UTF-16 packet is read", () => {
	const wide = Array.from(makeXmp("<dc:format>ü</dc:format>"), (char) => [
		char.charCodeAt(0) & 0xff,
		char.charCodeAt(0) >> 8,
	]);
	expect(readXmp([join(...wide)]).fields.get("dc:format")).toBe("ü");
});

test("a packet that is not well-formed is read as far as possible and reported", () => {
	const { fields, wellFormed } = readXmp([utf8(makeXmp("<dc:format>x</dc:format><dc:open>y"))]);
	expect(fields.get("dc:format")).toBe("x");
	expect(wellFormed).toBe(false);
});

test("an entity declared in the document is not expanded", () => {
	const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>${makeXmp("<dc:format>&b;</dc:format>")}`;
	expect(readXmp([utf8(bomb)]).fields.get("dc:format")).toBe("&b;");
});

const LONG = 250_000;

test.each([
	["open tags", "<a>".repeat(LONG / 3)],
	["unclosed tags", "<a ".repeat(LONG / 3)],
	["unclosed quotes", '<a b="'.repeat(LONG / 6)],
	["one attribute after the other", `<a ${'b="c" '.repeat(LONG / 6)}/>`],
	["an endless name", `<${"a".repeat(LONG)}`],
	["an endless attribute name", `<x ${"a".repeat(LONG)}>`],
	["ampersands", "&".repeat(LONG)],
	["unclosed comments", "<!--".repeat(LONG / 4)],
	["closing tags without opening tags", `${"<a>".repeat(60)}${"</b>".repeat(LONG / 4)}`],
	["nested lists", "<rdf:Bag><rdf:li>".repeat(LONG / 17)],
])("a quarter of a megabyte of %s is read in under a second", (_what, text) => {
	const start = performance.now();
	readXmp([utf8(makeXmp(text))]);
	readXml(text);
	expect(performance.now() - start).toBeLessThan(1000);
});
