/** A blob of a size that takes no memory; it has no bytes. */
export function blobOfSize(size: number): Blob {
	const slice = (from = 0, to = size) => blobOfSize(Math.max(0, Math.min(to, size) - from));
	return Object.defineProperties(new Blob([]), { size: { value: size }, slice: { value: slice } });
}
