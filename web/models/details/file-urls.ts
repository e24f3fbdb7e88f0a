/** Where a file's picture lies. */
export function thumbnailAddress(n: number): string {
	return `/api/files/${n}/thumbnail`;
}

/** Where a file's own bytes lie; served as an attachment. */
export function originalAddress(n: number): string {
	return `/api/files/${n}/original`;
}

/** The text of a document in its chunks, to be saved. */
export function chunksAddress(n: number): string {
	return `/api/files/${n}/chunks.jsonl`;
}

/** The map of what is said in a recording, to be saved. */
export function mindMapAddress(n: number, as: string): string {
	return `/api/files/${n}/mind-map?as=${as}`;
}

/** What is said in a recording, for its player. */
export function captionsAddress(n: number): string {
	return `/api/files/${n}/transcript.vtt`;
}
