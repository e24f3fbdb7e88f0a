const SHARE_FRAGMENT = /^#share=([0-9a-f]{64}\.[A-Za-z0-9_-]{43})$/;

/** The fragment of a share link. Browsers never send it to a server, so no server logs the token. */
export function shareFragment(token: string): string {
	return `#share=${token}`;
}

/** The token in a fragment; `undefined` if there is none. */
export function tokenInFragment(hash: string): string | undefined {
	return SHARE_FRAGMENT.exec(hash)?.[1];
}
