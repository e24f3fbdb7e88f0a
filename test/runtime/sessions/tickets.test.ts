import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TicketReply, TokenReply } from "../../../src/protocol/http/share.ts";
import type { StreamMessage } from "../../../src/protocol/stream/stream-message.ts";
import { openSession, sessionOf, type TestSession } from "../../support/server/client.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { openSocket, readSocket, type SocketOptions, type TestSocket } from "../../support/server/socket.ts";
import { expectRefusal } from "../expect-problem.ts";
import { announce } from "../uploads/upload-helpers.ts";

let server: TestServer;
let session: TestSession;
beforeAll(async () => {
	server = await startServer();
	session = await openSession(server.url);
});
afterAll(() => server.stop());

function ticket(): Promise<TicketReply> {
	return session.post<TicketReply>("/api/session/tickets");
}

function open(options: SocketOptions): Promise<TestSocket<StreamMessage>> {
	return openSocket<StreamMessage>(`${server.url}/api/session/events`, options);
}

/** The origin of a page of another site. */
const FOREIGN = { origin: "https://elsewhere.example" };

describe("a ticket", () => {
	test("opens one socket from any site, once, and its secret is not echoed", async () => {
		const { protocols, expiresAt } = await ticket();
		expect(expiresAt).toBeGreaterThan(Date.now() - 60_000);
		const socket = await open({ protocols, headers: FOREIGN });
		expect(await socket.next()).toMatchObject({ type: "hello" });
		await announce(session, "drop", { name: "a", size: 1 });
		await expect(open({ protocols, headers: FOREIGN })).rejects.toThrow("answered 401");
		await socket.close();
	});

	test("survives hibernation and a crash of the session", async () => {
		const [first, second] = [await ticket(), await ticket()];
		await server.hibernate(session.id);
		await (await open({ protocols: first.protocols })).close();
		await server.kill();
		await server.restart();
		await (await open({ protocols: second.protocols })).close();
		await expect(open({ protocols: first.protocols })).rejects.toThrow("answered 401");
	});

	test("is valid only for a socket", async () => {
		const { protocols } = await ticket();
		const credential = (protocols[1] ?? "").slice(2);
		const headers = { authorization: `Bearer ${credential}` };
		for (const path of ["/api/session", "/api/session/events", "/api/session/files"])
			await expectRefusal(await fetch(server.url + path, { headers }), 401, "unauthorized");
		await expect(open({ headers })).rejects.toThrow("answered 401");
		await (await open({ protocols })).close();
	});

	test("that was never issued, or of another session, opens nothing", async () => {
		const other = await openSession(server.url);
		const { protocols } = await ticket();
		const [name = "", own = ""] = protocols;
		const secret = own.slice(own.indexOf(".", 2) + 1);
		for (const forged of [
			`t.${other.id}.${secret}`,
			`t.${session.id}.${"A".repeat(43)}`,
			`t.${session.id}.${session.token}`,
		])
			await expect(open({ protocols: [name, forged] })).rejects.toThrow("answered 401");
		await (await open({ protocols })).close();
	});

	test("is limited in number", async () => {
		const many = await openSession(server.url);
		const ask = () => many.fetch("/api/session/tickets", { method: "POST" });
		for (let count = 0; count < 32; count++) expect((await ask()).status).toBe(201);
		await expectRefusal(await ask(), 429, "rate-limited");
	});

	test("is not needed with the protocol and a cookie", async () => {
		const cookie = `darkroom=${session.id}.${session.token}`;
		await (await open({ protocols: ["darkroom.v1"], headers: { cookie } })).close();
		await expect(open({ protocols: ["darkroom.v1"], headers: { cookie, ...FOREIGN } })).rejects.toThrow(
			"answered 403",
		);
	});
});

describe("another token", () => {
	test("replaces the old one at once, and ends its sockets and tickets", async () => {
		const before = await openSession(server.url);
		await announce(before, "drop", { name: "a", size: 1 });
		const socket = await readSocket(before, undefined, { hangsUp: true });
		const { protocols } = await before.post<TicketReply>("/api/session/tickets");
		const { token } = await before.post<TokenReply>("/api/session/token");
		expect(await socket.closed).toMatchObject({ code: 4501 });
		await expectRefusal(await before.fetch("/api/session"), 401, "unauthorized");
		await expect(open({ protocols })).rejects.toThrow("answered 401");
		const after = sessionOf(server.url, before.id, token);
		expect(await after.json("/api/batches/drop")).toMatchObject({ files: [{ name: "a" }] });
		await server.kill();
		await server.restart();
		expect((await after.fetch("/api/session")).status).toBe(200);
	});

	test("is set in the cookie of a caller who used one", async () => {
		const own = await openSession(server.url);
		const cookie = `darkroom=${own.id}.${own.token}`;
		const response = await fetch(`${server.url}/api/session/token`, { method: "POST", headers: { cookie } });
		const { token } = (await response.json()) as TokenReply;
		expect(response.headers.get("set-cookie")).toContain(`darkroom=${own.id}.${token};`);
	});
});
