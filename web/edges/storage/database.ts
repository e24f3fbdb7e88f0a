/** The result of one IndexedDB request. */
export function requestResult<Value>(request: IDBRequest<Value>): Promise<Value> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
}

/** Resolves when a transaction has committed; rejects with the reason if it aborted, such as `QuotaExceededError`. */
export function transactionDone(transaction: IDBTransaction): Promise<void> {
	return new Promise((resolve, reject) => {
		transaction.oncomplete = () => resolve();
		transaction.onabort = () => reject(transaction.error);
	});
}

/** Opens a database on first use, and tries again if that failed. */
export function lazyDatabase(
	factory: IDBFactory,
	name: string,
	create: (database: IDBDatabase) => void,
): () => Promise<IDBDatabase> {
	let opened: Promise<IDBDatabase> | undefined;
	return () => {
		opened ??= new Promise<IDBDatabase>((resolve, reject) => {
			const opening = factory.open(name, 1);
			opening.onupgradeneeded = () => create(opening.result);
			opening.onsuccess = () => resolve(opening.result);
			opening.onerror = () => reject(opening.error);
		}).catch((reason: unknown) => {
			opened = undefined;
			throw reason;
		});
		return opened;
	};
}
