/** The result of one request. */
export function request<Value>(asked: IDBRequest<Value>): Promise<Value> {
	return new Promise((settle, fail) => {
		asked.onsuccess = () => settle(asked.result);
		asked.onerror = () => fail(asked.error);
	});
}

/** The end of a transaction. Fails with its reason, `QuotaExceededError` for one. */
export function done(work: IDBTransaction): Promise<void> {
	return new Promise((settle, fail) => {
		work.oncomplete = () => settle();
		work.onabort = () => fail(work.error);
	});
}

/** Opens the database when it is first needed, and again when that failed. */
export function databaseAt(
	factory: IDBFactory,
	name: string,
	create: (fresh: IDBDatabase) => void,
): () => Promise<IDBDatabase> {
	let opened: Promise<IDBDatabase> | undefined;
	return () => {
		opened ??= new Promise<IDBDatabase>((settle, fail) => {
			const opening = factory.open(name, 1);
			opening.onupgradeneeded = () => create(opening.result);
			opening.onsuccess = () => settle(opening.result);
			opening.onerror = () => fail(opening.error);
		}).catch((reason: unknown) => {
			opened = undefined;
			throw reason;
		});
		return opened;
	};
}
