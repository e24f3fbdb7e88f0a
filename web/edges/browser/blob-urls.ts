/** Pictures that are held at once: those of a few screens, at some kilobytes each. */
const MAX_HELD = 400;

/** Addresses under which a page shows bytes that it fetched itself, by file. What was asked for longest ago goes first. */
export function createBlobAddresses(load: (n: number) => Promise<Blob | undefined>) {
	const held = new Map<number, Promise<string | undefined>>();
	async function fetched(n: number): Promise<string | undefined> {
		const bytes = await load(n);
		return bytes && URL.createObjectURL(bytes);
	}
	return (n: number): Promise<string | undefined> => {
		const address = held.get(n) ?? fetched(n);
		held.delete(n);
		held.set(n, address);
		for (const [oldest, gone] of held) {
			if (held.size <= MAX_HELD) break;
			held.delete(oldest);
			void gone.then((url) => url && URL.revokeObjectURL(url));
		}
		return address;
	};
}
