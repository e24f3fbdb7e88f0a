/** What a value of a row may be. */
export type SqlValue = string | number | null;

/** The one method of the actor's SQLite storage that the rooms use. Synchronous, as the platform has it. */
export interface Sql {
	/** Runs one statement and gives its rows; counts what it wrote. */
	exec(statement: string, ...bindings: SqlValue[]): readonly Record<string, unknown>[];
}

/** An open socket as the sockets room sees it. */
export interface Socket {
	send(text: string): void;
	close(code: number, reason: string): void;
	/** 1 while it is open, as the WebSocket standard numbers it. */
	readonly readyState: number;
	/** Bytes that were sent and not yet taken by the network; absent where the platform does not tell. */
	readonly bufferedAmount?: number;
	serializeAttachment(value: unknown): void;
	deserializeAttachment(): unknown;
}
