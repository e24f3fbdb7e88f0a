/** Milliseconds until a saved file's address is taken back: the browser has begun the download by then. */
const KEEP_MS = 10_000;

/** Gives a person bytes as a file. */
export function saveBlob(name: string, bytes: Blob): void {
	const address = URL.createObjectURL(bytes);
	const link = document.createElement("a");
	link.href = address;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(address), KEEP_MS);
}
