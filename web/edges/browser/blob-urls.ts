/** Object URLs kept at once: the pictures of a few screens, some kilobytes each. */
const MAX_CACHED = 400;

/** Object URLs by file number for bytes that the page fetched itself. The least recently used is revoked first. */
export function createBlobUrls(load: (n: number) => Promise<Blob | undefined>) {
	const cache = new Map<number, Promise<string | undefined>>();
	async function createUrl(n: number): Promise<string | undefined> {
		const bytes = await load(n);
		return bytes && URL.createObjectURL(bytes);
	}
	return (n: number): Promise<string | undefined> => {
		const url = cache.get(n) ?? createUrl(n);
		cache.delete(n);
		cache.set(n, url);
		for (const [oldest, gone] of cache) {
			if (cache.size <= MAX_CACHED) break;
			cache.delete(oldest);
			void gone.then((stale) => stale && URL.revokeObjectURL(stale));
		}
		return url;
	};
}
