const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/**
 * Runs work after the browser had a chance to paint and to handle input. Uses a message, because timers are throttled:
 * to four milliseconds when nested, and to one second while the page is hidden.
 */
export function afterYield(work: () => void): void {
	waiting.push(work);
	channel.port2.postMessage(null);
}

/** Resolves after the browser had a chance to paint and to handle input; for loops. */
export function yieldToLoop(): Promise<void> {
	return new Promise((done) => afterYield(done));
}

/** Longest wait in milliseconds for a paint, which normally comes within a frame or two. */
const MAX_PAINT_WAIT_MS = 500;

/** Waits for `painted`, but not long. A hidden page never paints, so nothing waits for it. */
export function waitForPaint(painted: Promise<void>): Promise<void> {
	if (document.hidden) return yieldToLoop();
	return Promise.race([painted, new Promise<void>((done) => setTimeout(done, MAX_PAINT_WAIT_MS))]);
}
