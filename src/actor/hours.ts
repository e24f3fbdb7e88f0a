const HOUR_MS = 3_600_000;

/** Milliseconds out of a variable that counts hours; `otherwise`, in hours, when it is absent or no number above 0. */
export function hoursToMs(text: string, otherwise: number): number {
	const hours = Number(text);
	return (hours > 0 ? hours : otherwise) * HOUR_MS;
}
