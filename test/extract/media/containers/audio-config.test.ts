import { expect, test } from "vitest";
import { readAudioConfig } from "../../../../src/extract/media/containers/audio-config.ts";
import { adtsHeader } from "../../../../src/extract/media/speech/adts.ts";
import { join, utf8 } from "../../../fixtures/bytes.ts";

/** A sample description with an `esds` box that holds the configuration inside two nested descriptors. */
function description(...config: number[]): Uint8Array {
	const specific = [5, config.length, ...config];
	const decoder = [4, 0x80, 0x80, 0x80, 13 + specific.length, ...new Array(13).fill(0), ...specific];
	return join(utf8("....esds"), [0, 0, 0, 0, 3, 3 + decoder.length, 0, 0, 0], decoder);
}

test.each([
	["LC, 44.1 kHz, two channels", [0x12, 0x10], { channels: 2, adts: { type: 2, rate: 4, channels: 2 } }],
	["LC, 48 kHz, 5.1", [0x11, 0xb0], { channels: 6, adts: { type: 2, rate: 3, channels: 6 } }],
	["HE over LC, 22.05 kHz", [0x2b, 0x92, 0x08], { channels: 2, adts: { type: 2, rate: 7, channels: 2 } }],
	["a frequency without an index", [0x17, 0x80, 0x56, 0x22], { channels: undefined, adts: undefined }],
	["channels defined elsewhere", [0x12, 0x00], { channels: undefined, adts: undefined }],
	["a type that ADTS cannot carry", [0xb9, 0x88], { channels: 1, adts: undefined }],
	["nothing", [], { channels: undefined, adts: undefined }],
])("%s", (_what, bytes, config) => {
	expect(readAudioConfig(description(...bytes))).toEqual(config);
});

test("a track that is not AAC has no configuration", () => {
	expect(readAudioConfig(utf8("....avcC"))).toBeUndefined();
	expect(readAudioConfig(utf8("....esds"))).toBeUndefined();
});

test("an ADTS header gives the frame's length including its own seven bytes", () => {
	expect([...adtsHeader({ type: 2, rate: 4, channels: 2 }, 364)]).toEqual([
		0xff, 0xf1, 0x50, 0x80, 0x2e, 0x7f, 0xfc,
	]);
});
