const MONTHS: readonly string[][] = [
	["jan", "january", "januar", "janvier", "enero", "gennaio", "janeiro"],
	["feb", "february", "februar", "février", "febrero", "febbraio", "fevereiro"],
	["mar", "march", "märz", "mars", "marzo", "março"],
	["apr", "april", "avril", "abril", "aprile"],
	["may", "mai", "mayo", "maggio", "maio"],
	["jun", "june", "juni", "juin", "junio", "giugno", "junho"],
	["jul", "july", "juli", "juillet", "julio", "luglio", "julho"],
	["aug", "august", "août", "agosto"],
	["sep", "sept", "september", "septembre", "septiembre", "settembre", "setembro"],
	["oct", "october", "oktober", "octobre", "octubre", "ottobre", "outubro"],
	["nov", "november", "novembre", "noviembre", "novembro"],
	["dec", "december", "dezember", "décembre", "diciembre", "dicembre", "dezembro"],
];

const MONTH_OF: ReadonlyMap<string, number> = new Map(
	MONTHS.flatMap((names, index) => names.map((name) => [name, index + 1] as const)),
);

const MONTH_NAME = String.raw`(\p{L}{3,12})\.?`;
const ISO = /(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])/g;
/** Day first with dots, as in most of Europe. Dates with slashes are skipped: day and month cannot be distinguished. */
const DOTTED = /(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?![\d.]\d)/g;
const DAY_FIRST = new RegExp(
	String.raw`(?<![\d\p{L}])(\d{1,2})(?:\.|st|nd|rd|th|er)? (?:de |of )?${MONTH_NAME},? (?:de )?(\d{4})(?!\d)`,
	"gu",
);
const MONTH_FIRST = new RegExp(
	String.raw`(?<!\p{L})${MONTH_NAME} (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)`,
	"gu",
);

/** Finds every unambiguous date in a text, as `2026-11-21`, in no particular order. */
export function* findDates(text: string): Generator<string> {
	for (const [, year, month, day] of text.matchAll(ISO)) yield* dateOf(year, Number(month), day);
	for (const [, day, month, year] of text.matchAll(DOTTED)) yield* dateOf(year, Number(month), day);
	for (const [, day, month = "", year] of text.matchAll(DAY_FIRST)) yield* dateOf(year, monthOf(month), day);
	for (const [, month = "", day, year] of text.matchAll(MONTH_FIRST))
		yield* dateOf(year, monthOf(month), day);
}

function monthOf(name: string): number {
	return MONTH_OF.get(name.toLowerCase()) ?? 0;
}

function* dateOf(year: string | undefined, month: number, day: string | undefined): Generator<string> {
	const [y, d] = [Number(year), Number(day)];
	const exists = y >= 1000 && y <= 2999 && month >= 1 && month <= 12 && d >= 1 && d <= daysIn(y, month);
	if (exists) yield `${y}-${String(month).padStart(2, "0")}-${String(d).padStart(2, "0")}`;
}

function daysIn(year: number, month: number): number {
	return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
