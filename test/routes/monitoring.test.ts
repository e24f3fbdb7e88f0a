import type { Hono } from "hono";
import { expect, test, vi } from "vitest";

// No plain import: the routes need the types of Workers, which the tests' tsconfig does not have.
const { monitoringRoutes } = await vi.importActual<{ monitoringRoutes: Hono }>(
	"../../src/routes/monitoring.ts",
);

const isUp = () => Promise.resolve(null);
const isDown = () => Promise.reject(new Error("R2 is down"));

function ask(path: string, head: () => Promise<null>, tag = "v1"): Promise<Response> {
	const env = { BUCKET: { head }, VERSION: { id: "abc", tag, timestamp: "" } };
	return Promise.resolve(monitoringRoutes.request(path, {}, env));
}

test.for([
	[isUp, 1],
	[isDown, 0],
] as const)("metrics contain the version and the state of storage, and no counters", async ([head, up]) => {
	const response = await ask("/metrics", head);
	expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
	const lines = (await response.text()).split("\n").filter((line) => !line.startsWith("#"));
	expect(lines).toEqual(['darkroom_build_info{id="abc",tag="v1"} 1', `darkroom_storage_up ${up}`, ""]);
});

test("escapes the version tag in its label", async () => {
	const text = await (await ask("/metrics", isUp, 'a"b\\c\nd')).text();
	expect(text).toContain(String.raw`tag="a\"b\\c\nd"`);
});

test("readiness depends on storage, liveness does not", async () => {
	const statuses = await Promise.all(
		["/readyz", "/healthz"].map(async (path) => (await ask(path, isDown)).status),
	);
	expect(statuses).toEqual([503, 200]);
});
