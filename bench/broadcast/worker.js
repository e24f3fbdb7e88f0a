import { DurableObject } from "cloudflare:workers";
import { routePartykitRequest, Server } from "partyserver";

/**
 * One message per event to every socket, the usual design. `POST /?events=` broadcasts that many, each about the size of a
 * real change.
 */
function change(n) {
	return JSON.stringify({
		type: "change",
		file: n,
		state: "processing",
		attempt: 1,
		at: 1_795_186_498_722,
	});
}

/** With the platform's API alone. */
export class Plain extends DurableObject {
	async fetch(request) {
		if (request.headers.get("upgrade") === "websocket") {
			const { 0: theirs, 1: ours } = new WebSocketPair();
			this.ctx.acceptWebSocket(ours);
			return new Response(null, { status: 101, webSocket: theirs });
		}
		const { searchParams } = new URL(request.url);
		const events = Number(searchParams.get("events"));
		const first = Number(searchParams.get("first"));
		for (let n = first; n < first + events; n++) {
			const text = change(n);
			for (const socket of this.ctx.getWebSockets()) socket.send(text);
		}
		return new Response("sent");
	}

	webSocketMessage() {}

	webSocketClose(socket) {
		socket.close(1000, "");
	}
}

/** The same with partyserver. */
export class Party extends Server {
	static options = { hibernate: true };

	onRequest(request) {
		const { searchParams } = new URL(request.url);
		const events = Number(searchParams.get("events"));
		const first = Number(searchParams.get("first"));
		for (let n = first; n < first + events; n++) this.broadcast(change(n));
		return new Response("sent");
	}
}

export default {
	async fetch(request, env) {
		const url = new URL(request.url);
		if (url.pathname === "/plain") return env.PLAIN.get(env.PLAIN.idFromName("room")).fetch(request);
		// The same number of bytes from a Worker that does nothing else.
		if (url.pathname === "/bytes") return new Response("x".repeat(Number(url.searchParams.get("length"))));
		return (await routePartykitRequest(request, env)) ?? new Response(null, { status: 404 });
	},
};
