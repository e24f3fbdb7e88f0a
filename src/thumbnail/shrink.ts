/** A decoded picture: rows of red, green, blue and alpha bytes. */
export interface Pixels {
	readonly data: Uint8ClampedArray;
	readonly width: number;
	readonly height: number;
}

/** The size that fits a picture into a square of `edge` pixels; never larger than the picture. */
export function fitInto(edge: number, width: number, height: number): { width: number; height: number } {
	const scale = Math.min(1, edge / Math.max(width, height));
	return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * Shrinks a picture with a box filter, which averages the pixels that fall into each new one: the simplest filter
 * without visible aliasing, and good enough at thumbnail size. Transparency is blended with white, because JPEG has no alpha.
 */
export function shrink(picture: Pixels, width: number, height: number): Pixels {
	const out = new Uint8ClampedArray(width * height * 4);
	for (let y = 0; y < height; y++) {
		const top = Math.floor((y * picture.height) / height);
		const bottom = Math.max(top + 1, Math.floor(((y + 1) * picture.height) / height));
		for (let x = 0; x < width; x++) {
			const left = Math.floor((x * picture.width) / width);
			const right = Math.max(left + 1, Math.floor(((x + 1) * picture.width) / width));
			average(picture, left, top, right, bottom, out, (y * width + x) * 4);
		}
	}
	return { data: out, width, height };
}

/** Writes the alpha-weighted average of a rectangle over white to `out` at `at`. */
function average(
	{ data, width }: Pixels,
	left: number,
	top: number,
	right: number,
	bottom: number,
	out: Uint8ClampedArray,
	at: number,
): void {
	let [red, green, blue] = [0, 0, 0];
	for (let y = top; y < bottom; y++) {
		for (let index = (y * width + left) * 4; index < (y * width + right) * 4; index += 4) {
			const alpha = data[index + 3] ?? 255;
			const white = 255 * (255 - alpha);
			red += (data[index] ?? 0) * alpha + white;
			green += (data[index + 1] ?? 0) * alpha + white;
			blue += (data[index + 2] ?? 0) * alpha + white;
		}
	}
	const weight = (right - left) * (bottom - top) * 255;
	out[at] = red / weight;
	out[at + 1] = green / weight;
	out[at + 2] = blue / weight;
	out[at + 3] = 255;
}
