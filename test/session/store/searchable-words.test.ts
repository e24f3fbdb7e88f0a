import { describe, expect, test } from "vitest";
import type { Fact, FactGroup, Facts } from "../../../src/protocol/files/facts.ts";
import { searchableWords } from "../../../src/session/store/searchable-words.ts";

const fact = (name: string, value: Fact["value"], text = String(value)): Fact => ({
	name,
	label: name,
	value,
	text,
	source: "",
});

const facts = (kind: Facts["kind"], summary: readonly Fact[], groups: readonly FactGroup[] = []): Facts => ({
	kind,
	format: { mime: "", label: "" },
	summary,
	groups,
	fields: 0,
	quality: { completeness: 1, present: [], missing: [], confidence: 1, reasons: [] },
	warnings: [],
	read: { bytes: 0, requests: 0 },
});

describe("the searchable words of a photo", () => {
	test("are its texts, its place, its date and its camera", () => {
		const photo = facts(
			"image",
			[
				fact("takenAt", "2026-03-07T21:04:05+01:00"),
				fact("location", { latitude: 52.5163, longitude: 13.3777 }, "52.51630° N, 13.37770° E"),
				fact("camera", "Canon EOS R6"),
				fact("shutter", 0.004, "1/250 s"),
				fact("title", "The harbour\nat night"),
				fact("keywords", ["lamp", "boat"]),
				fact("fileSize", 50_000),
			],
			[
				{ name: "IPTC", fields: { City: "Berlin", Country: "Germany", Keywords: ["lamp"] } },
				{ name: "XMP", fields: { "photoshop:City": "Berlin", "photoshop:State": "Brandenburg" } },
			],
		);
		expect(searchableWords(photo)).toBe(
			"The harbour at night · lamp, boat · Canon EOS R6 · Berlin · Germany · Brandenburg · 2026-03-07, 7 March 2026 · 52.51630° N, 13.37770° E",
		);
	});

	test.each([
		["a photo without such facts", facts("image", [fact("fileSize", 5), fact("size", { width: 1 })])],
		["a document, whose text is indexed instead", facts("document", [fact("title", "The Contract")])],
		["an unknown file", facts("other", [fact("title", "x")])],
		["an invalid date", facts("image", [fact("takenAt", "2026-13-01"), fact("takenAt", 5)])],
	])("is nothing in %s", (_what, none) => {
		expect(searchableWords(none)).toBeUndefined();
	});

	test("are limited in length, and contain no character that is used as a marker", () => {
		const long = searchableWords(facts("video", [fact("description", "\u0002lamp\u0003 ".repeat(5_000))]));
		expect(long?.length).toBe(4_096);
		expect(long?.startsWith("lamp lamp")).toBe(true);
	});
});
