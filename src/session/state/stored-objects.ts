/**
 * Which object holds each file's bytes, and the SHA-256 where the server itself computed it. Files with equal bytes may share
 * an object; who shares what is derived from the journal's notes and never counted, so a count cannot go wrong.
 */
export class StoredObjects {
	readonly #objects = new Map<number, string>();
	readonly #hashes = new Map<number, string>();
	readonly #filesOf = new Map<string, Set<number>>();
	readonly #filesLike = new Map<string, Set<number>>();

	/** The name of a file's object. */
	get(file: number): string | undefined {
		return this.#objects.get(file);
	}

	has(file: number): boolean {
		return this.#objects.has(file);
	}

	/** SHA-256 of a file's stored bytes, in hex; `undefined` when the server has not computed it. */
	hashOf(file: number): string | undefined {
		return this.#hashes.get(file);
	}

	/** Files whose stored bytes have this SHA-256. */
	filesWithHash(hash: string): Iterable<number> {
		return this.#filesLike.get(hash) ?? [];
	}

	/** Files whose bytes are this object. */
	filesOf(object: string): ReadonlySet<number> {
		return this.#filesOf.get(object) ?? new Set();
	}

	/** Sets a file's object; `hash` is the SHA-256 that the server computed. */
	set(file: number, object: string, hash: string | undefined): void {
		this.delete(file);
		this.#objects.set(file, object);
		add(this.#filesOf, object, file);
		if (hash === undefined) return;
		this.#hashes.set(file, hash);
		add(this.#filesLike, hash, file);
	}

	delete(file: number): void {
		const object = this.#objects.get(file);
		if (object === undefined) return;
		this.#objects.delete(file);
		drop(this.#filesOf, object, file);
		const hash = this.#hashes.get(file);
		if (hash === undefined) return;
		this.#hashes.delete(file);
		drop(this.#filesLike, hash, file);
	}

	/** The names of all objects; a shared one is repeated. */
	values(): Iterable<string> {
		return this.#objects.values();
	}

	[Symbol.iterator](): Iterator<[number, string]> {
		return this.#objects[Symbol.iterator]();
	}
}

function add(index: Map<string, Set<number>>, key: string, file: number): void {
	const files = index.get(key);
	if (files) files.add(file);
	else index.set(key, new Set([file]));
}

function drop(index: Map<string, Set<number>>, key: string, file: number): void {
	const files = index.get(key);
	files?.delete(file);
	if (files?.size === 0) index.delete(key);
}
