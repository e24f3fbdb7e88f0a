/** Milliseconds until the object URL is revoked: by then the browser has started the download. */
const REVOKE_AFTER_MS = 10_000;

/** Downloads bytes as a file. */
export function saveBlob(name: string, bytes: Blob): void {
	const url = URL.createObjectURL(bytes);
	const link = document.createElement("a");
	link.href = url;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
}

/** Downloads text as a file. */
export function saveText(name: string, text: string, type: string): void {
	saveBlob(name, new Blob([text], { type }));
}
