/** Numbers and dates are formatted in the language of the sentences around them, not in the browser's. */
const LANGUAGE = "en";

const whole = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1 });
const list = new Intl.ListFormat(LANGUAGE);
const dateTime = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "medium", timeStyle: "short" });
const time = new Intl.DateTimeFormat(LANGUAGE, { timeStyle: "short" });
const timeWithSeconds = new Intl.DateTimeFormat(LANGUAGE, { timeStyle: "medium" });

/** A time less than this ago, in milliseconds, is shown without its date. */
const RECENT_MS = 12 * 60 * 60 * 1000;

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
	let amount = bytes;
	// 999.5 and not 1,000: 999.6 kB would otherwise round to "1,000 kB".
	while (amount >= 999.5 && power < BYTE_UNITS.length - 1) {
		amount /= 1000;
		power++;
	}
	return byteFormats[power]?.format(amount) ?? "";
}

/** `3.4 of 12 MB`, or `640 kB of 12 MB` where the units differ. */
export function formatBytesDone(done: number, total: number): string {
	const [doneText, totalText] = [formatBytes(done), formatBytes(total)];
	const unit = totalText.slice(totalText.indexOf(" "));
	const part = doneText.endsWith(unit) ? doneText.slice(0, -unit.length) : doneText;
	return `${part} of ${totalText}`;
}

/** `43%` of 0–100. 99.9 is `99%`: `100%` means finished. */
export function formatPercent(percent: number): string {
	const shown = percent >= 100 ? 100 : Math.min(99, Math.round(percent));
	return `${Math.max(0, shown)}%`;
}

/** `3.4 MB/s`. */
export function formatByteRate(perSecond: number): string {
	return `${formatBytes(Math.round(perSecond))}/s`;
}

/** `12 files/s`, `0.4 files/s`. */
export function formatFileRate(perSecond: number): string {
	return `${(perSecond < 10 ? tenth : whole).format(perSecond)} files/s`;
}

/** `1:45:07 PM`: for a moment that is seconds away. */
export function formatTime(at: number): string {
	return timeWithSeconds.format(at);
}

/** `Nov 20, 2026, 1:45 PM`. */
export function formatDateTime(at: number): string {
	return dateTime.format(at);
}

/** `1:45 PM`; with its date once it is twelve hours ago. */
export function formatSince(at: number, now: number): string {
	return (now - at < RECENT_MS ? time : dateTime).format(at);
}

/** `a, b, and c`. */
export function formatList(items: readonly string[]): string {
	return list.format(items);
}

/** `84 ms`, `1.2 s`. */
export function formatDuration(ms: number): string {
	return ms < 1000 ? `${whole.format(ms)} ms` : `${tenth.format(ms / 1000)} s`;
}
