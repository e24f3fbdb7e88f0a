/** Powers of a thousand, as file managers and networks count; with an `i`, of 1,024. */
const POWERS: Readonly<Record<string, number>> = { "": 0, k: 1, m: 2, g: 3, t: 4 };

const AMOUNT = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?(?:\/s)?$/i;

/** Reads `50k`, `2M`, `1.5GiB` or `800`; `undefined` if the text is not a number of bytes above 0. */
export function parseBytes(text: string): number | undefined {
	const [, digits, unit = "", binary = ""] = AMOUNT.exec(text.trim()) ?? [];
	if (digits === undefined || (binary !== "" && unit === "")) return undefined;
	const power = POWERS[unit.toLowerCase()] ?? 0;
	const bytes = Math.round(Number(digits) * (binary === "" ? 1000 : 1024) ** power);
	return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}
