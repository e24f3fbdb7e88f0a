import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SessionInfo, SessionOpened } from "../../../src/protocol/http/reply.ts";
import { REQUESTS_PER_CHECK } from "../../../src/routes/auth/rate-allowance.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { openSocket } from "../../support/server/socket.ts";
import { expectRefusal } from "../expect-problem.ts";
import { storeFile } from "../uploads/upload-helpers.ts";

let server: TestServer;
let session: TestSession;
beforeAll(async () => {
	server = await startServer();
	session = await openSession(server.url);
});
afterAll(() => server.stop());

const cookieOf = ({ id, token }: TestSession) => `darkroom=${id}.${token}`;
const send = (path: string, headers: Record<string, string>, init: RequestInit = {}) =>
	fetch(server.url + path, { ...init, headers });

describe("opening a session", () => {
	test("returns the credential once, in the body and in a cookie that scripts cannot read", async () => {
		const response = await send("/api/session", {}, { method: "POST" });
		expect(response.status).toBe(201);
		const opened = (await response.json()) as SessionOpened;
		expect(opened.session).toMatchObject({
			id: expect.stringMatching(/^[0-9a-f]{64}$/),
			totals: { files: 0, bytes: 0, stored: 0 },
		});
		expect(opened.session.expiresAt).toBeGreaterThan(opened.session.openedAt);
		expect(opened.token).toMatch(/^[A-Za-z0-9_-]{43}$/);
		expect(opened.cursor).toMatch(/^[0-9a-z]+\.0$/);
		const [value, ...flags] = (response.headers.get("set-cookie") ?? "").split("; ");
		expect(value).toBe(`darkroom=${opened.session.id}.${opened.token}`);
		expect(flags).toEqual(expect.arrayContaining(["Path=/", "HttpOnly", "SameSite=Strict"]));
		expect(response.headers.get("cache-control")).toBe("no-store");
	});

	test("or entering one: the cookie's session while it exists, otherwise a new one, and never an error", async () => {
		const enter = (headers: Record<string, string>) => send("/api/session", headers, { method: "PUT" });
		const first = await enter({});
		const info = (await first.json()) as SessionInfo;
		const [cookie = ""] = (first.headers.get("set-cookie") ?? "").split("; ");
		expect([first.status, cookie.startsWith(`darkroom=${info.id}.`)]).toEqual([201, true]);
		const again = await enter({ cookie });
		expect([again.status, again.headers.get("set-cookie")]).toEqual([200, null]);
		expect(((await again.json()) as SessionInfo).id).toBe(info.id);
		await send("/api/session", { cookie }, { method: "DELETE" });
		const renewed = await enter({ cookie });
		expect([renewed.status, ((await renewed.json()) as SessionInfo).id === info.id]).toEqual([201, false]);
		const foreign = await enter({ cookie, origin: "https://elsewhere.example" });
		await expectRefusal(foreign, 403, "forbidden");
	});

	test("creates another session and token each time", async () => {
		const other = await openSession(server.url);
		expect(other.id).not.toBe(session.id);
		expect(other.token).not.toBe(session.token);
	});

	test("never returns the token again, and never stores it", async () => {
		const own = await openSession(server.url);
		const n = await storeFile(own, "a.txt", "hello");
		const paths = ["/api/session", `/api/files/${n}`, "/api/batches/drop", "/api/session/events"];
		for (const path of paths) expect(await (await own.fetch(path)).text()).not.toContain(own.token);
		expect(server.logs().join("\n")).not.toContain(own.token);
	});
});

describe("the credential", () => {
	test("is the cookie or a Bearer token, with the same access", async () => {
		for (const headers of [{ cookie: cookieOf(session) }, { authorization: session.authorization }]) {
			const response = await send("/api/session", headers);
			expect(response.status).toBe(200);
			expect(((await response.json()) as SessionInfo).id).toBe(session.id);
		}
	});

	test("is found among other cookies", async () => {
		const cookie = `theme=dark; ${cookieOf(session)}; darkroom2=x`;
		expect((await send("/api/session", { cookie })).status).toBe(200);
	});

	test.for([
		["missing", () => ({})],
		["garbled", () => ({ authorization: "Bearer what is this" })],
		[
			"of an id that was never issued",
			() => ({ authorization: `Bearer ${"ab".repeat(32)}.${session.token}` }),
		],
		["of a malformed id", () => ({ authorization: `Bearer ../../etc.${session.token}` })],
		["with a wrong token", () => ({ authorization: `Bearer ${session.id}.${"A".repeat(43)}` })],
		["without a token", () => ({ authorization: `Bearer ${session.id}` })],
		["a cookie with a wrong token", () => ({ cookie: `darkroom=${session.id}.${"A".repeat(43)}` })],
	] as const)("is refused when it is %s", async ([, headers]) => {
		const response = await send("/api/session", headers());
		expect(response.headers.get("www-authenticate")).toContain("Bearer");
		await expectRefusal(response, 401, "unauthorized");
	});

	test("of another session does not open this one", async () => {
		const other = await openSession(server.url);
		const authorization = `Bearer ${session.id}.${other.token}`;
		await expectRefusal(await send("/api/session", { authorization }), 401, "unauthorized");
	});

	test("is refused when its Bearer token is garbage, even with a valid cookie", async () => {
		const headers = { cookie: cookieOf(session), authorization: "Bearer garbage" };
		await expectRefusal(await send("/api/session", headers), 401, "unauthorized");
	});

	test.for([
		["GET", "/api/session"],
		["DELETE", "/api/session"],
		["POST", "/api/session/cancel"],
		["GET", "/api/session/events"],
		["POST", "/api/batches/drop"],
		["POST", "/api/batches/drop/files"],
		["GET", "/api/batches/drop"],
		["DELETE", "/api/batches/drop"],
		["POST", "/api/batches/drop/cancel"],
		["PUT", "/api/files/1"],
		["GET", "/api/files/1"],
		["GET", "/api/files/1/original"],
		["GET", "/api/files/1/thumbnail"],
		["DELETE", "/api/files/1"],
		["POST", "/api/files/1/cancel"],
	] as const)("is required by %s %s", async ([method, path]) => {
		const authorization = `Bearer ${session.id}.${"A".repeat(43)}`;
		const body = { "content-type": "multipart/form-data; boundary=x" };
		const json = { "content-type": "application/json" };
		const init =
			method === "POST" && path.endsWith("/drop")
				? { method, body: '{"files":[{"name":"a","size":1}]}' }
				: { method };
		const type = path.endsWith("/files") ? body : json;
		await expectRefusal(await send(path, { authorization, ...type }, init), 401, "unauthorized");
		await expectRefusal(await send(path, type, init), 401, "unauthorized");
	});

	test("wakes no actor when its id was never issued", async () => {
		const before = (await server.actors()).sort();
		for (const id of [
			"ab".repeat(32),
			"0".repeat(64),
			session.id.slice(0, 63) + (session.id.endsWith("0") ? "1" : "0"),
		]) {
			const authorization = `Bearer ${id}.${session.token}`;
			await expectRefusal(await send("/api/session", { authorization }), 401, "unauthorized");
			await expectRefusal(await send("/api/session/events", { authorization }), 401, "unauthorized");
		}
		expect((await server.actors()).sort()).toEqual(before);
	});

	test("is checked before a socket opens", async () => {
		const url = `${server.url}/api/session/events`;
		await expect(openSocket(url)).rejects.toThrow("answered 401");
		const authorization = `Bearer ${session.id}.${"A".repeat(43)}`;
		await expect(openSocket(url, { headers: { authorization } })).rejects.toThrow("answered 401");
	});
});

test("too many sessions from one address are refused with a Retry-After", async () => {
	const strict = await startServer({ limits: { OPEN_LIMIT: 2, UPLOAD_LIMIT: 1 } });
	try {
		const own = await openSession(strict.url);
		await openSession(strict.url);
		const refused = await fetch(`${strict.url}/api/session`, { method: "POST" });
		expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
		await expectRefusal(refused, 429, "rate-limited");
		const put = () => own.fetch("/api/files/1", { method: "PUT", body: "x" });
		for (let request = 0; request < REQUESTS_PER_CHECK; request++)
			await expectRefusal(await put(), 404, "not-found");
		await expectRefusal(await put(), 429, "rate-limited");
	} finally {
		await strict.stop();
	}
});
