import { describe, expect, it } from "vitest";
import { fitInto, type Pixels, shrink } from "../../src/thumbnail/shrink.ts";

function picture(
	width: number,
	height: number,
	at: (x: number, y: number) => [number, number, number, number],
): Pixels {
	const data = new Uint8ClampedArray(width * height * 4);
	for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(at(x, y), (y * width + x) * 4);
	return { data, width, height };
}

describe("thumbnail size", () => {
	it.each([
		[4000, 3000, { width: 320, height: 240 }],
		[3000, 4000, { width: 240, height: 320 }],
		[100, 50, { width: 100, height: 50 }],
		[10_000, 1, { width: 320, height: 1 }],
	])("for %i × %i keeps the aspect ratio and never grows", (width, height, fitted) => {
		expect(fitInto(320, width, height)).toEqual(fitted);
	});
});

describe("a shrunk picture", () => {
	it("averages the pixels that fall into each new one", () => {
		const halves = picture(4, 2, (x) => (x < 2 ? [0, 0, 0, 255] : [200, 100, 50, 255]));
		expect([...shrink(halves, 2, 1).data]).toEqual([0, 0, 0, 255, 200, 100, 50, 255]);
		expect([...shrink(halves, 1, 1).data]).toEqual([100, 50, 25, 255]);
	});

	it("is white where the picture is transparent", () => {
		const clear = picture(2, 2, () => [0, 0, 0, 0]);
		expect([...shrink(clear, 1, 1).data]).toEqual([255, 255, 255, 255]);
	});

	it("uses every pixel when the sizes do not divide", () => {
		const line = picture(3, 1, (x) => [x * 90, 0, 0, 255]);
		const { data } = shrink(line, 2, 1);
		expect([data[0], data[4]]).toEqual([0, 135]);
	});
});
