/** Milliseconds until a saved text's address is taken back: the browser has begun the download by then. */
const KEEP_MS = 10_000;

/** Gives a person a text as a file. */
export function saveText(name: string, text: string, type: string): void {
	const address = URL.createObjectURL(new Blob([text], { type }));
	const link = document.createElement("a");
	link.href = address;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(address), KEEP_MS);
}
