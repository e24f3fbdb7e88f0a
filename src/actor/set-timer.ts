/** Calls back once, after so many milliseconds; the answer cancels it. */
export function later(ms: number, call: () => void): () => void {
	const timer = setTimeout(call, ms);
	return () => clearTimeout(timer);
}
