/** A queue between a producer (a socket) and a test: nothing is lost, and no test needs to sleep. */
export interface Mailbox<Item> extends AsyncIterable<Item> {
	put(item: Item): void;
	/** Ends the queue: pending and later calls of `next` resolve with `undefined`. */
	end(): void;
	/** The next item; `undefined` after the end. Throws when none arrives within `within` milliseconds. */
	next(within?: number): Promise<Item | undefined>;
	/** Items that arrived and were not taken. */
	waiting(): readonly Item[];
}

/** Milliseconds that a test waits for one item: only prevents hanging, far above any normal wait. */
const PATIENCE_MS = 60_000;

/** An empty mailbox. `what` names it in timeout errors. */
export function mailbox<Item>(what: string): Mailbox<Item> {
	const items: Item[] = [];
	let ended = false;
	let wake: (() => void) | undefined;
	function changed(): void {
		wake?.();
		wake = undefined;
	}
	async function next(within = PATIENCE_MS): Promise<Item | undefined> {
		const deadline = performance.now() + within;
		while (items.length === 0 && !ended) {
			const left = deadline - performance.now();
			if (left <= 0) throw new Error(`Nothing came from ${what} within ${within} ms.`);
			await new Promise<void>((resolve) => {
				const timer = setTimeout(resolve, left);
				wake = () => {
					clearTimeout(timer);
					resolve();
				};
			});
		}
		return items.shift();
	}
	return {
		put(item) {
			items.push(item);
			changed();
		},
		end() {
			ended = true;
			changed();
		},
		next,
		waiting: () => items,
		async *[Symbol.asyncIterator]() {
			for (;;) {
				const item = await next();
				if (item === undefined) return;
				yield item;
			}
		},
	};
}
