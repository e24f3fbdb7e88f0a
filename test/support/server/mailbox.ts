/** A queue between what pushes (a socket) and what pulls (a test): nothing is lost, nobody waits by the clock. */
export interface Mailbox<Item> extends AsyncIterable<Item> {
	put(item: Item): void;
	/** No more items: whoever waits learns that it is over. */
	end(): void;
	/** The next item; `undefined` when it is over. Throws when none comes within `within` milliseconds. */
	next(within?: number): Promise<Item | undefined>;
	/** Items that came and were not taken. */
	waiting(): readonly Item[];
}

/** Milliseconds that a test waits for one item: a bound against hanging, far above what anything takes. */
const PATIENCE_MS = 60_000;

/** An empty mailbox. `what` names it in the error when nothing comes. */
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
