const HOUR_MS = 3_600_000;

/** Milliseconds of a variable in hours; `otherwise`, in hours, when it is absent or not a number above 0. */
export function hoursToMs(text: string, otherwise: number): number {
	const hours = Number(text);
	return (hours > 0 ? hours : otherwise) * HOUR_MS;
}
