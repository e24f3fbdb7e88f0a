import { once } from "node:events";
import WebSocket from "ws";
import { type Mailbox, mailbox } from "../../support/server/mailbox.ts";

/** A message of the contract of seeds 000 and 001, as a client reads it. */
export interface ProgressMessage {
	readonly type: string;
	readonly sessionId?: string;
	readonly progress?: number;
	readonly message?: string;
	readonly status?: string;
	readonly stage?: string;
	readonly error?: string;
	readonly filename?: string;
	readonly timestamp?: string;
	readonly metadata?: Readonly<Record<string, unknown>> & { readonly fields_extracted?: number };
}

/** A browser, with its last cookie. */
export interface Contact {
	readonly url: string;
	cookie: string | undefined;
	/** The whole `Set-Cookie` of the first contact. */
	setCookie: string | undefined;
}

/** A browser without a cookie. */
export function newContact(url: string): Contact {
	return { url, cookie: undefined, setCookie: undefined };
}

function storeCookie(contact: Contact, setCookie: string | null | undefined): void {
	if (!setCookie) return;
	contact.setCookie = setCookie;
	contact.cookie = setCookie.split(";")[0];
}

/** `POST /api/images_mvp/extract` of one file, other fields before or after it. */
export async function extract(
	contact: Contact,
	file: { readonly name: string; readonly bytes: Uint8Array | string },
	fields: Readonly<Record<string, string>>,
	place: "before" | "after" = "after",
): Promise<Response> {
	const form = new FormData();
	const addFields = () => {
		for (const [name, value] of Object.entries(fields)) form.append(name, value);
	};
	if (place === "before") addFields();
	form.append("file", new Blob([file.bytes as Uint8Array<ArrayBuffer>]), file.name);
	if (place === "after") addFields();
	const headers: Record<string, string> = contact.cookie === undefined ? {} : { cookie: contact.cookie };
	const response = await fetch(`${contact.url}/api/images_mvp/extract`, {
		method: "POST",
		headers,
		body: form,
	});
	storeCookie(contact, response.headers.get("set-cookie"));
	return response;
}

/** An open progress socket. */
export interface ProgressSocket extends Pick<Mailbox<ProgressMessage>, "next"> {
	send(message: unknown): void;
	/** The plain-text heartbeat, which the platform answers. */
	ping(): Promise<void>;
	close(): Promise<void>;
}

/** Opens `/api/images_mvp/progress/:sessionId` and keeps the cookie of its 101, which `WebSocket` clients do not expose. */
export async function connect(contact: Contact, key: string): Promise<ProgressSocket> {
	const url = `${contact.url.replace(/^http/, "ws")}/api/images_mvp/progress/${key}`;
	const headers: Record<string, string> = contact.cookie === undefined ? {} : { cookie: contact.cookie };
	const socket = new WebSocket(url, { headers });
	const messages = mailbox<ProgressMessage>(url);
	const pongs = mailbox<string>(`the heartbeat of ${url}`);
	socket.on("message", (data: Buffer) => {
		const text = data.toString();
		if (text === "pong") pongs.put(text);
		else messages.put(JSON.parse(text) as ProgressMessage);
	});
	socket.on("close", () => messages.end());
	socket.on("upgrade", ({ headers }) => storeCookie(contact, headers["set-cookie"]?.[0]));
	const refused = new Promise<never>((_, reject) => {
		socket.on("unexpected-response", (_request, { statusCode }) => {
			reject(new Error(`${url} answered ${statusCode}`));
			socket.terminate();
		});
	});
	socket.on("error", () => {});
	await Promise.race([once(socket, "open"), refused]);
	return {
		next: messages.next,
		send: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
		async ping() {
			socket.send("ping");
			await pongs.next();
		},
		async close() {
			socket.close();
			if (socket.readyState !== WebSocket.CLOSED) await once(socket, "close");
		},
	};
}

/** All messages except the greeting and heartbeats, up to and including the first of a type. */
export async function readUntil(socket: ProgressSocket, type: string): Promise<ProgressMessage[]> {
	const received: ProgressMessage[] = [];
	for (;;) {
		const message = await socket.next();
		if (message === undefined)
			throw new Error(`The socket closed before "${type}": ${JSON.stringify(received)}`);
		if (["connected", "heartbeat", "ping"].includes(message.type)) continue;
		received.push(message);
		if (message.type === type) return received;
	}
}
