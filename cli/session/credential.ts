/** The id and the token of a session; together they give full access to it. */
export interface SessionCredential {
	readonly id: string;
	readonly token: string;
}

const CREDENTIAL = /^([0-9a-f]{64})\.([A-Za-z0-9_-]{43})$/;

/** Reads `<id>.<token>`; `undefined` if the text is not a credential. */
export function parseCredential(text: string): SessionCredential | undefined {
	const [, id, token] = CREDENTIAL.exec(text.trim()) ?? [];
	return id === undefined || token === undefined ? undefined : { id, token };
}

/** `<id>.<token>`, as in `Authorization: Bearer`. */
export function formatCredential({ id, token }: SessionCredential): string {
	return `${id}.${token}`;
}
