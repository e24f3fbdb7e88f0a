import { expect, it } from "vitest";
import type { Failure } from "../../../client/http/failure.ts";
import { BROKEN, type SocketLike } from "../../../client/stream/stream-socket.ts";
import { openTicketSocket } from "../../../client/stream/ticket-socket.ts";
import type { TicketReply } from "../../../src/protocol/http/share.ts";
import { problem } from "../../../src/protocol/problem.ts";
import { ok, type Result, refuse } from "../../../src/protocol/result.ts";
import { CLOSE } from "../../../src/protocol/stream/stream-message.ts";

/** A socket whose ticket comes when the test says so. */
function waiting() {
	const asked = Promise.withResolvers<Result<TicketReply, Failure>>();
	const opened: { path: string; protocols: readonly string[]; sent: string[]; closed: boolean }[] = [];
	let told: Parameters<SocketLike["listen"]> | undefined;
	const open = (path: string, protocols: readonly string[]): SocketLike => {
		const socket = { path, protocols, sent: [] as string[], closed: false };
		opened.push(socket);
		return {
			listen: (...to) => {
				told = to;
			},
			send: (text) => socket.sent.push(text),
			close: () => {
				socket.closed = true;
			},
		};
	};
	const socket = openTicketSocket({ ticket: () => asked.promise, open }, "/events");
	const heard: (string | number)[] = [];
	socket.listen(
		(text) => heard.push(text),
		(code) => heard.push(code),
	);
	return {
		socket,
		opened,
		heard,
		told: () => told,
		async answer(answer: Result<TicketReply, Failure>) {
			asked.resolve(answer);
			await asked.promise;
		},
	};
}

const TICKET = ok({ protocols: ["darkroom.v1", "t.x"], expiresAt: 0 });

it("opens with what the ticket names, and hands everything on", async () => {
	const { socket, opened, heard, told, answer } = waiting();
	socket.send("too early");
	await answer(TICKET);
	socket.send("ping");
	expect(opened).toEqual([
		{ path: "/events", protocols: ["darkroom.v1", "t.x"], sent: ["ping"], closed: false },
	]);
	told()?.[0]("pong");
	told()?.[1](1006);
	expect(heard).toEqual(["pong", 1006]);
	socket.close();
	expect(opened[0]?.closed).toBe(true);
});

it("opens nothing once it was closed", async () => {
	const { socket, opened, heard, answer } = waiting();
	socket.close();
	await answer(TICKET);
	expect([opened, heard]).toEqual([[], []]);
});

it.each([
	[{ kind: "network" } as const, BROKEN],
	[{ kind: "refused", status: 429, problem: problem("rate-limited", "Later.") } as const, BROKEN],
	[{ kind: "refused", status: 401, problem: problem("unauthorized", "No.") } as const, CLOSE.revoked],
])("is lost when there is no ticket: %j", async (failure, code) => {
	const { opened, heard, answer } = waiting();
	await answer(refuse(failure));
	expect([opened, heard]).toEqual([[], [code]]);
});
