import type { TabLocks } from "../../../web/edges/tabs/tab-locks.ts";

/** Locks that several fake tabs share, as tabs of one browser do. */
export class FakeTabLocks {
	#held = new Map<string, object>();
	#waiting = new Map<string, (() => void)[]>();

	/** The locks as one tab sees them. `close` releases all locks of the tab. */
	tab(): TabLocks & { close(): void; readonly names: readonly string[] } {
		const mine = new Map<string, object>();
		const release = (name: string, token: object) => {
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
			return () => release(name, token);
		};
		return {
			tryAcquire: async (name) => tryNow(name),
			acquire: async (name) => {
				for (;;) {
					const taken = tryNow(name);
					if (taken !== undefined) return taken;
					await new Promise<void>((free) => {
						this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), free]);
					});
				}
			},
			close() {
				for (const [name, token] of [...mine]) release(name, token);
			},
			get names() {
				return [...mine.keys()];
			},
		};
	}
}
