/** Calls back once, after `ms` milliseconds; the returned function cancels it. */
export function setTimer(ms: number, call: () => void): () => void {
	const timer = setTimeout(call, ms);
	return () => clearTimeout(timer);
}
