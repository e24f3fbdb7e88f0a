import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApiDocument, RESOURCES } from "../../src/openapi/document.ts";
import type { Operation } from "../../src/openapi/operation.ts";
import { conversation } from "../openapi/conversation.ts";
import { responseChecker } from "../openapi/schema-checker.ts";
import { openSession, type TestSession } from "../support/server/client.ts";
import { startServer, type TestServer } from "../support/server/server.ts";

const operations = RESOURCES.flatMap((resource) => resource.operations);
const byId = new Map(operations.map((operation) => [operation.id, operation]));
const check = responseChecker();

let server: TestServer;
let session: TestSession;
beforeAll(async () => {
	server = await startServer();
	session = await openSession(server.url);
});
afterAll(() => server.stop());

/** The address with plausible values for its parameters. */
function addressOf({ path }: Operation): string {
	return path.replace(":verb", "pause").replace(/:\w+/g, "1");
}

test("the description of the API is served unchanged, to any origin", async () => {
	const response = await fetch(`${server.url}/api/openapi.json`);
	expect(response.status).toBe(200);
	expect(response.headers.get("content-type")).toMatch(/^application\/json/);
	expect(response.headers.get("access-control-allow-origin")).toBe("*");
	expect(await response.json()).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
});

describe("responses match their description:", () => {
	// Each step builds on the ones before it: one session, in order.
	test.for(conversation())("$id answers $status", async ({ id, path, status, headers, body }) => {
		const operation = byId.get(id);
		if (operation === undefined) throw new Error(`${id} is not described.`);
		const response = await session.fetch(path, {
			method: operation.method.toUpperCase(),
			...(headers && { headers: { ...headers } }),
			...(body !== undefined && { body }),
		});
		expect(response.status, response.status < 500 ? undefined : await response.clone().text()).toBe(status);
		for (const name of Object.keys(operation.responses[status]?.headers ?? {}))
			expect(response.headers.get(name), name).not.toBeNull();
		expect(await check(operation, response)).toEqual([]);
	});

	const guarded = operations.filter(({ access }) => access === "session");
	test.for(guarded)("$id refuses callers without a credential", async (operation) => {
		const response = await fetch(server.url + addressOf(operation), {
			method: operation.method.toUpperCase(),
		});
		expect(response.status).toBe(401);
		expect(response.headers.get("www-authenticate")).toMatch(/^Bearer/);
		if (operation.method !== "head") expect(await check(operation, response)).toEqual([]);
	});

	test.for(["/api/uploads", "/api/uploads/:n"])("%s allows exactly the methods described", async (path) => {
		const mine = await openSession(server.url);
		const response = await mine.fetch(path.replace(":n", "1"), {
			method: "PUT",
			headers: { "tus-resumable": "1.0.0" },
		});
		expect(response.status).toBe(405);
		const shape = path.replace(/:\w+/, ":");
		const described = operations.filter((operation) => operation.path.replace(/:\w+/, ":") === shape);
		expect(response.headers.get("allow")?.split(", ").sort()).toEqual(
			described.map(({ method }) => method.toUpperCase()).sort(),
		);
	});
});
