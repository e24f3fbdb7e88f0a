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
