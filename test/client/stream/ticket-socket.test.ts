import { expect, it } from "vitest";
import type { Failure } from "../../../client/http/failure.ts";
import { ABNORMAL_CLOSURE, type SocketLike } from "../../../client/stream/stream-socket.ts";
import { openTicketSocket } from "../../../client/stream/ticket-socket.ts";
import type { TicketReply } from "../../../src/protocol/http/share.ts";
import { problem } from "../../../src/protocol/problem.ts";
import { ok, type Result, refuse } from "../../../src/protocol/result.ts";
import { CLOSE } from "../../../src/protocol/stream/stream-message.ts";

/** A socket that waits for its ticket, which the test provides. */
function openWaitingSocket() {
	const asked = Promise.withResolvers<Result<TicketReply, Failure>>();
	const opened: { path: string; protocols: readonly string[]; sent: string[]; closed: boolean }[] = [];
	let listeners: Parameters<SocketLike["listen"]> | undefined;
	const open = (path: string, protocols: readonly string[]): SocketLike => {
		const socket = { path, protocols, sent: [] as string[], closed: false };
		opened.push(socket);
		return {
			listen: (...to) => {
				listeners = to;
			},
			send: (text) => socket.sent.push(text),
			close: () => {
				socket.closed = true;
			},
		};
	};
	const socket = openTicketSocket({ createTicket: () => asked.promise, open }, "/events");
	const received: (string | number)[] = [];
	socket.listen(
		(text) => received.push(text),
		(code) => received.push(code),
	);
	return {
		socket,
		opened,
		received,
		listeners: () => listeners,
		async answer(answer: Result<TicketReply, Failure>) {
			asked.resolve(answer);
			await asked.promise;
		},
	};
}

const TICKET = ok({ protocols: ["darkroom.v1", "t.x"], expiresAt: 0 });

it("opens with the ticket's protocols, and passes everything on", async () => {
	const { socket, opened, received, listeners, answer } = openWaitingSocket();
	socket.send("too early");
	await answer(TICKET);
	socket.send("ping");
	expect(opened).toEqual([
		{ path: "/events", protocols: ["darkroom.v1", "t.x"], sent: ["ping"], closed: false },
	]);
	listeners()?.[0]("pong");
	listeners()?.[1](1006);
	expect(received).toEqual(["pong", 1006]);
	socket.close();
	expect(opened[0]?.closed).toBe(true);
});

it("opens nothing after it was closed", async () => {
	const { socket, opened, received, answer } = openWaitingSocket();
	socket.close();
	await answer(TICKET);
	expect([opened, received]).toEqual([[], []]);
});

it.each([
	[{ kind: "network" } as const, ABNORMAL_CLOSURE],
	[{ kind: "refused", status: 429, problem: problem("rate-limited", "Later.") } as const, ABNORMAL_CLOSURE],
	[{ kind: "refused", status: 401, problem: problem("unauthorized", "No.") } as const, CLOSE.revoked],
])("is lost if there is no ticket: %j", async (failure, code) => {
	const { opened, received, answer } = openWaitingSocket();
	await answer(refuse(failure));
	expect([opened, received]).toEqual([[], [code]]);
});
