import { beforeAll, describe, expect, test } from "vitest";
import type { Json } from "../../src/protocol/files/facts.ts";
import { GROUPS, independentSize, KEY_FIELDS, sameValue, shareOf } from "./agreement.ts";
import { hasCorpus, type Reading, readCorpus } from "./corpus.ts";

/** Minimum share of ExifTool's fields that must be found. Maker notes are not read. */
const MIN_SHARE: ReadonlyMap<string, number> = new Map([
	["EXIF", 0.99],
	["XMP", 0.99],
	["IPTC", 0.99],
	["ICC_Profile", 0.94],
	["Photoshop", 0.99],
	["PNG", 0.96],
	["JFIF", 0.99],
]);

/** Minimum share of key fields, and of sizes, that must agree. */
const MIN_AGREEMENT = 0.995;
const MIN_SAME_SIZE = 0.99;

/** Bytes that may be read of 95 in 100 photos, and of any photo. */
const P95_BYTES = 128 * 1024;
const MAX_BYTES = 1024 * 1024;

describe.skipIf(!hasCorpus())("real photos, against ExifTool", () => {
	let readings: Reading[] = [];

	beforeAll(async () => {
		readings = await readCorpus();
	});

	test("no file that ExifTool reads is refused", () => {
		expect(readings.filter(({ facts }) => facts === undefined).map(({ name }) => name)).toEqual([]);
	});

	test("key fields agree", () => {
		const wrong: [file: string, field: string, theirs: Json, ours: Json | undefined][] = [];
		let compared = 0;
		for (const { name, reference, facts } of readings) {
			for (const key of KEY_FIELDS) {
				const theirs = key.theirs(reference);
				if (theirs === undefined) continue;
				compared += 1;
				const ours = facts === undefined ? undefined : key.ours(facts);
				if (!sameValue(theirs, ours)) wrong.push([name, key.name, theirs, ours]);
			}
		}
		expect(compared).toBeGreaterThan(900);
		expect(1 - wrong.length / compared, JSON.stringify(wrong, null, 1)).toBeGreaterThanOrEqual(MIN_AGREEMENT);
	});

	test("width and height agree with an independent library", () => {
		const wrong: unknown[] = [];
		let compared = 0;
		for (const { name, bytes, facts } of readings) {
			const size = independentSize(bytes);
			if (size === undefined) continue;
			compared += 1;
			const own = facts?.summary.find((fact) => fact.name === "size")?.value;
			const [width, height] = size;
			if (JSON.stringify(own).startsWith(`{"width":${width},"height":${height},`)) continue;
			wrong.push([name, size, own]);
		}
		expect(compared).toBeGreaterThan(150);
		expect(1 - wrong.length / compared, JSON.stringify(wrong)).toBeGreaterThanOrEqual(MIN_SAME_SIZE);
	});

	test.each(GROUPS.filter((group) => MIN_SHARE.has(group)))("most fields of %s are found", (group) => {
		let [wanted, found] = [0, 0];
		for (const reading of readings) {
			const share = shareOf(reading, group);
			wanted += share.wanted;
			found += share.found;
		}
		expect(wanted).toBeGreaterThan(0);
		expect(found / wanted).toBeGreaterThanOrEqual(MIN_SHARE.get(group) ?? 1);
	});

	test("only a small part of each file is read", () => {
		const bytes = readings.map(({ facts }) => facts?.read.bytes ?? 0).sort((a, b) => a - b);
		expect(bytes[Math.floor(bytes.length * 0.95)]).toBeLessThanOrEqual(P95_BYTES);
		expect(bytes.at(-1)).toBeLessThanOrEqual(MAX_BYTES);
	});

	test("every result is plain JSON and every embedded thumbnail is a JPEG inside the file", () => {
		for (const { name, bytes, facts } of readings) {
			expect(JSON.parse(JSON.stringify(facts)), name).toEqual(facts);
			const place = facts?.thumbnail;
			if (place === undefined) continue;
			expect(place.offset + place.length, name).toBeLessThanOrEqual(bytes.length);
			expect([...bytes.subarray(place.offset, place.offset + 2)], name).toEqual([0xff, 0xd8]);
		}
	});
});
