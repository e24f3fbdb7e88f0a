/** What opens a session: its id and its token. */
export interface Credential {
	readonly id: string;
	readonly token: string;
}

const CREDENTIAL = /^([0-9a-f]{64})\.([A-Za-z0-9_-]{43})$/;

/** Reads `<id>.<token>` as `Authorization: Bearer` carries it; `undefined` when the text is none. */
export function parseCredential(text: string): Credential | undefined {
	const [, id, token] = CREDENTIAL.exec(text.trim()) ?? [];
	return id === undefined || token === undefined ? undefined : { id, token };
}

/** `<id>.<token>`, as it follows the word `Bearer`. */
export function bearer({ id, token }: Credential): string {
	return `${id}.${token}`;
}
