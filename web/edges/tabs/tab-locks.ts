/** Locks shared by all tabs of this origin; closing or reloading a tab releases its locks. */
export interface TabLocks {
	/** Acquires a lock if it is free. Resolves to a function that releases it, or to `undefined`. */
	tryAcquire(name: string): Promise<(() => void) | undefined>;
	/** Waits for a lock and acquires it. Resolves to a function that releases it. */
	acquire(name: string): Promise<() => void>;
}

/** Uses the Web Locks API. Without it (an insecure origin) every tab gets every lock. */
export function createTabLocks(locks: LockManager | undefined): TabLocks {
	const noop = () => {};
	if (locks === undefined) return { tryAcquire: async () => noop, acquire: async () => noop };
	const request = (name: string, options: LockOptions) =>
		new Promise<(() => void) | undefined>((resolve) => {
			void locks.request(name, options, (lock) => {
				if (lock === null) return resolve(undefined);
				// The lock is held until this promise resolves.
				return new Promise<void>((release) => resolve(release));
			});
		});
	return {
		tryAcquire: (name) => request(name, { ifAvailable: true }),
		acquire: async (name) => (await request(name, {})) ?? noop,
	};
}
