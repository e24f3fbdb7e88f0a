import type { TabLocks } from "../../../web/edges/tabs/tab-locks.ts";

/** Locks that several fake tabs share, as tabs of one browser do. */
export class FakeLocks {
	#held = new Map<string, object>();
	#waiting = new Map<string, (() => void)[]>();

	/** The locks as one tab sees them. `close` gives back all that the tab has. */
	tab(): TabLocks & { close(): void; readonly names: readonly string[] } {
		const mine = new Map<string, object>();
		const giveBack = (name: string, token: object) => {
			if (this.#held.get(name) !== token) return;
			this.#held.delete(name);
			mine.delete(name);
			this.#waiting.get(name)?.shift()?.();
		};
		const tryNow = (name: string) => {
			if (this.#held.has(name)) return undefined;
			const token = {};
			this.#held.set(name, token);
			mine.set(name, token);
			return () => giveBack(name, token);
		};
		return {
			tryTake: async (name) => tryNow(name),
			take: async (name) => {
				for (;;) {
					const taken = tryNow(name);
					if (taken !== undefined) return taken;
					await new Promise<void>((free) => {
						this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), free]);
					});
				}
			},
			close() {
				for (const [name, token] of [...mine]) giveBack(name, token);
			},
			get names() {
				return [...mine.keys()];
			},
		};
	}
}
