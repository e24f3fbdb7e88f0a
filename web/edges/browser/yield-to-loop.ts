const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/**
 * Lets the browser draw and listen before long work goes on. A message, because timers are held back: four milliseconds
 * when nested, a whole second while the page is hidden.
 */
export function afterBreath(work: () => void): void {
	waiting.push(work);
	channel.port2.postMessage(null);
}

/** The same, for loops. */
export function breathe(): Promise<void> {
	return new Promise((done) => afterBreath(done));
}

/** Longest wait in milliseconds until something is painted; it is painted within a frame or two. */
const PAINTED_MS = 500;

/** Lets something be painted before long work goes on. Where nobody looks nothing is painted, and nothing waits for it. */
export function paintFirst(painted: Promise<void>): Promise<void> {
	if (document.hidden) return breathe();
	return Promise.race([painted, new Promise<void>((done) => setTimeout(done, PAINTED_MS))]);
}
