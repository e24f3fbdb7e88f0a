/** `2018-07-25`, with a time or without, as the summary of a file holds dates; what follows is the time zone. */
const ISO_DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?\s*(.*)$/;

// UTC, because the fields are taken as they stand: a photo's local time must not move to the reader's time zone.
const date = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" });
const dateTime = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });

/** `Jul 25, 2018, 4:34:23 PM UTC+02:00` of an ISO date. Any other text is returned as it is. */
export function formatFactDate(text: string): string {
	const [, year, month, day, hour, minute, second = "0", zone = ""] = ISO_DATE.exec(text) ?? [];
	if (year === undefined) return text;
	const [h = 0, m = 0, s = 0] = [hour, minute, second].map((part) => Number(part ?? 0));
	const at = Date.UTC(Number(year), Number(month) - 1, Number(day), h, m, s);
	const shown = (hour === undefined ? date : dateTime).format(at);
	if (zone === "") return shown;
	return `${shown} ${zone.replace(/^Z\b/, "UTC").replace(/^[+-]/, "UTC$&")}`;
}
