import type { TestSession } from "./client.ts";

/** One event of a `text/event-stream`, parsed as the HTML standard specifies. */
export interface ServerEvent {
	readonly event: string;
	readonly data: string;
	readonly id?: string;
	readonly retry?: number;
}

/** An open stream of events. Ends when the server ends it, or with `close`. */
export interface EventReader extends AsyncIterable<ServerEvent> {
	readonly response: Response;
	close(): void;
}

function parseEvent(block: string): ServerEvent | undefined {
	const data: string[] = [];
	let event = "message";
	let id: string | undefined;
	let retry: number | undefined;
	for (const line of block.split("\n")) {
		const [, field, value = ""] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
		if (field === "data") data.push(value);
		else if (field === "event") event = value;
		else if (field === "id") id = value;
		else if (field === "retry") retry = Number(value);
	}
	// A block with only comments is a heartbeat; one with only `retry:` is an event.
	if (data.length === 0 && retry === undefined) return undefined;
	const base = { event, data: data.join("\n") };
	return { ...base, ...(id === undefined ? {} : { id }), ...(retry === undefined ? {} : { retry }) };
}

async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
	const decoder = new TextDecoder();
	let held: string[] = [];
	let last = "";
	for await (const bytes of body) {
		const text = decoder.decode(bytes, { stream: true });
		held.push(text);
		// A snapshot arrives in hundreds of pieces: join them once.
		const isOpen = !/\n\r?\n/.test(last + text);
		last = text.slice(-2);
		if (isOpen) continue;
		const blocks = held.join("").replaceAll("\r\n", "\n").split("\n\n");
		held = [blocks.pop() ?? ""];
		for (const block of blocks) {
			const event = parseEvent(block);
			if (event !== undefined) yield event;
		}
	}
}

/** The session's stream as server-sent events, from a cursor (sent as `Last-Event-ID`, as browsers do). */
export async function readEvents(
	session: TestSession,
	after?: string,
	path = "/api/session/events",
): Promise<EventReader> {
	const stop = new AbortController();
	const headers: Record<string, string> = { accept: "text/event-stream" };
	if (after !== undefined) headers["last-event-id"] = after;
	const response = await session.fetch(path, { headers, signal: stop.signal });
	if (!response.ok || response.body === null) {
		throw new Error(`The stream answered ${response.status}: ${await response.text()}`);
	}
	const iterator = events(response.body);
	return {
		response,
		close: () => stop.abort(),
		async *[Symbol.asyncIterator]() {
			try {
				yield* iterator;
			} catch (error) {
				if (!stop.signal.aborted) throw error;
			}
		},
	};
}
