/** The thumbnail of a file. */
export function thumbnailUrl(n: number): string {
	return `/api/files/${n}/thumbnail`;
}

/** The original of a file, served as an attachment. */
export function originalUrl(n: number): string {
	return `/api/files/${n}/original`;
}

/** The text of a document in chunks, for download. */
export function chunksUrl(n: number): string {
	return `/api/files/${n}/chunks.jsonl`;
}

/** The mind map of a recording, for download. */
export function mindMapUrl(n: number, as: string): string {
	return `/api/files/${n}/mind-map?as=${as}`;
}

/** The captions of a recording, for its player. */
export function captionsUrl(n: number): string {
	return `/api/files/${n}/transcript.vtt`;
}
