const SHARED_HASH = /^#share=([0-9a-f]{64}\.[A-Za-z0-9_-]{43})$/;

/** The end of a link to look at a batch. What stands behind `#` is sent by no browser and logged by no server. */
export function sharedHash(token: string): string {
	return `#share=${token}`;
}

/** The token in such a link; `undefined` when it is none. */
export function sharedToken(hash: string): string | undefined {
	return SHARED_HASH.exec(hash)?.[1];
}
