/** Where a file's picture lies. */
export function thumbnailAddress(n: number): string {
	return `/api/files/${n}/thumbnail`;
}

/** Where a file's own bytes lie; served as an attachment. */
export function originalAddress(n: number): string {
	return `/api/files/${n}/original`;
}
