import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { openSocket } from "../../support/server/socket.ts";
import { expectRefusal } from "../expect-problem.ts";

const FRIEND = "https://friend.example";

let server: TestServer;
let session: TestSession;
beforeAll(async () => {
	server = await startServer({ vars: { ALLOWED_ORIGINS: `${FRIEND}, https://other.example/` } });
	session = await openSession(server.url);
});
afterAll(() => server.stop());

const cookie = () => `darkroom=${session.id}.${session.token}`;
const MUTATING = [
	["POST", "/api/session"],
	["POST", "/api/session/cancel"],
	["POST", "/api/batches/drop"],
	["POST", "/api/batches/drop/files"],
	["POST", "/api/images_mvp/extract"],
	["PUT", "/api/files/1"],
	["POST", "/api/files/1/cancel"],
	["DELETE", "/api/files/1"],
	["DELETE", "/api/batches/drop"],
	["DELETE", "/api/session"],
] as const;

describe("a cookie-authenticated request from another site", () => {
	test.for(MUTATING)("is refused: %s %s", async ([method, path]) => {
		for (const origin of [
			"https://evil.example",
			"null",
			"http://127.0.0.1:1",
			server.url.replace("127.0.0.1", "localhost"),
		]) {
			const response = await fetch(server.url + path, { method, headers: { cookie: cookie(), origin } });
			expect(response.headers.get("set-cookie")).toBeNull();
			await expectRefusal(response, 403, "forbidden");
		}
	});

	test.for(["cross-site", "same-site"])(
		"is refused without an Origin when Sec-Fetch-Site says %s",
		async (site) => {
			const headers = { cookie: cookie(), "sec-fetch-site": site };
			const response = await fetch(`${server.url}/api/session`, { method: "DELETE", headers });
			await expectRefusal(response, 403, "forbidden");
			expect((await session.fetch("/api/session")).status).toBe(200);
		},
	);

	test.for(["/api/session/events", "/api/images_mvp/progress/test-session"])(
		"opens no socket at %s",
		async (path) => {
			for (const extra of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }]) {
				const headers = { cookie: cookie(), ...extra };
				await expect(openSocket(server.url + path, { headers })).rejects.toThrow("answered 403");
			}
		},
	);
});

test("the service's own page can use the cookie", async () => {
	const headers = { cookie: cookie(), origin: server.url, "sec-fetch-site": "same-origin" };
	const response = await fetch(`${server.url}/api/session/pause`, { method: "POST", headers });
	expect(response.status).toBe(200);
	const socket = await openSocket(`${server.url}/api/session/events`, { headers });
	expect(await socket.next()).toMatchObject({ type: "hello" });
	await socket.close();
});

test("a Bearer token works from any origin", async () => {
	const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
	expect((await session.fetch("/api/session/pause", { method: "POST", headers })).status).toBe(200);
	const authorization = session.authorization;
	const socket = await openSocket(`${server.url}/api/session/events`, {
		headers: { ...headers, authorization },
	});
	expect(await socket.next()).toMatchObject({ type: "hello" });
	await socket.close();
});

describe("a page of an allowed origin", () => {
	test.for(["/api/session", "/api/session/events", "/api/files/99"])(
		"can read responses of %s",
		async (path) => {
			const response = await session.fetch(path, { headers: { origin: FRIEND } });
			expect(response.headers.get("access-control-allow-origin")).toBe(FRIEND);
			expect(response.headers.get("access-control-allow-credentials")).toBeNull();
			await response.arrayBuffer();
		},
	);

	test("learns from a preflight what it may send", async () => {
		const headers = { origin: FRIEND, "access-control-request-method": "PUT" };
		const response = await fetch(`${server.url}/api/files/1`, { method: "OPTIONS", headers });
		expect(response.ok).toBe(true);
		expect(response.headers.get("access-control-allow-origin")).toBe(FRIEND);
		expect(response.headers.get("access-control-allow-methods")).toContain("PUT");
		expect(response.headers.get("access-control-allow-headers")).toContain("Authorization");
	});

	test("is the only one with access", async () => {
		const response = await session.fetch("/api/session", { headers: { origin: "https://evil.example" } });
		expect(response.headers.get("access-control-allow-origin")).toBeNull();
	});
});
