const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** `640 kB`, `3.4 MB`: powers of a thousand, short enough for a line that is drawn again and again. */
export function bytesText(bytes: number): string {
	let power = 0;
	let rest = bytes;
	// 999.5 and not 1,000, so that rounding never shows a thousand of a unit.
	while (rest >= 999.5 && power < UNITS.length - 1) {
		rest /= 1000;
		power++;
	}
	const digits = power >= 2 && rest < 99.95 ? 1 : 0;
	return `${rest.toFixed(digits)} ${UNITS[power]}`;
}

/** `12,345`. */
export function countText(count: number): string {
	return count.toLocaleString("en");
}

/** `8 s`, `2 min 05 s`, `1 h 02 min`: two units are as exact as a guess can be. */
export function durationText(seconds: number): string {
	const whole = Math.ceil(Math.max(0, seconds));
	const two = (value: number) => String(value).padStart(2, "0");
	if (whole < 60) return `${whole} s`;
	if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
	return `${countText(Math.floor(whole / 3600))} h ${two(Math.floor((whole % 3600) / 60))} min`;
}
