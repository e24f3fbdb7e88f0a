/** The page is in English, so its numbers are too; anything else would mix two languages in one line. */
const LANGUAGE = "en";

const whole = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1 });
const moment = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "medium", timeStyle: "short" });

const clock = new Intl.DateTimeFormat(LANGUAGE, { timeStyle: "medium" });
const hour = new Intl.DateTimeFormat(LANGUAGE, { timeStyle: "short" });
const dayAndHour = new Intl.DateTimeFormat(LANGUAGE, {
	month: "short",
	day: "numeric",
	hour: "numeric",
	minute: "2-digit",
});

/** Times closer than this, in milliseconds, need no date to be understood. */
const SAME_DAY_MS = 12 * 60 * 60 * 1000;

const BYTE_UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

const byteFormats = BYTE_UNITS.map(
	(unit, power) =>
		new Intl.NumberFormat(LANGUAGE, {
			style: "unit",
			unit,
			unitDisplay: power === 0 ? "long" : "short",
			maximumFractionDigits: power < 2 ? 0 : 1,
		}),
);

/** `12,345`. */
export function formatCount(count: number): string {
	return whole.format(count);
}

/** `1 file`, `12 files`. */
export function formatFiles(count: number): string {
	return count === 1 ? "1 file" : `${whole.format(count)} files`;
}

/** `0 bytes`, `640 kB`, `3.4 MB`: powers of a thousand, as file managers show them. */
export function formatBytes(bytes: number): string {
	let power = 0;
	let rest = bytes;
	// 999.5 and not 1,000, so that rounding never shows a thousand of a unit.
	while (rest >= 999.5 && power < BYTE_UNITS.length - 1) {
		rest /= 1000;
		power++;
	}
	return byteFormats[power]?.format(rest) ?? "";
}

/** `3.4 of 12 MB`, or `640 kB of 12 MB` where the units differ. */
export function formatBytesOf(part: number, whole: number): string {
	const [few, all] = [formatBytes(part), formatBytes(whole)];
	const unit = all.slice(all.indexOf(" "));
	return few.endsWith(unit) ? `${few.slice(0, -unit.length)} of ${all}` : `${few} of ${all}`;
}

/** `43 %` of 0–100, never rounded up to a hundred before it is one. */
export function formatPercent(percent: number): string {
	const shown = percent >= 100 ? 100 : Math.min(99, Math.round(percent));
	return `${Math.max(0, shown)} %`;
}

/** `3.4 MB/s`. */
export function formatByteRate(perSecond: number): string {
	return `${formatBytes(Math.round(perSecond))}/s`;
}

/** `12 files/s`, `0.4 files/s`. */
export function formatFileRate(perSecond: number): string {
	return `${(perSecond < 10 ? tenth : whole).format(perSecond)} files/s`;
}

/** `1:45:07 PM`. */
export function formatClock(time: number): string {
	return clock.format(time);
}

/** `Nov 20, 2026, 1:45 PM`. */
export function formatMoment(time: number): string {
	return moment.format(time);
}

/** `1:45 PM`, and `Nov 20, 1:45 PM` of a time that is long past. */
export function formatSince(time: number, now: number): string {
	return (now - time < SAME_DAY_MS ? hour : dayAndHour).format(time);
}

/** `84 ms`, `1.2 s`. */
export function formatDuration(ms: number): string {
	return ms < 1000 ? `${whole.format(ms)} ms` : `${tenth.format(ms / 1000)} s`;
}
