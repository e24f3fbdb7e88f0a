/** Locks that all tabs of this origin share; a tab that closes or reloads gives its locks back by itself. */
export interface TabLocks {
	/** Takes a lock if nobody has it. The answer gives it back. */
	tryTake(name: string): Promise<(() => void) | undefined>;
	/** Waits until the lock is free, and takes it. */
	take(name: string): Promise<() => void>;
}

/** Over the browser's own locks. Where there are none (an insecure origin) every tab may do everything. */
export function createTabLocks(locks: LockManager | undefined): TabLocks {
	const free = () => {};
	if (locks === undefined) return { tryTake: async () => free, take: async () => free };
	const ask = (name: string, options: LockOptions) =>
		new Promise<(() => void) | undefined>((settle) => {
			void locks.request(name, options, (lock) => {
				if (lock === null) return settle(undefined);
				// The lock is held for as long as this promise is open.
				return new Promise<void>((giveBack) => settle(giveBack));
			});
		});
	return {
		tryTake: (name) => ask(name, { ifAvailable: true }),
		take: async (name) => (await ask(name, {})) ?? free,
	};
}
