import type { Hono } from "hono";
import { expect, test, vi } from "vitest";

// Not a plain import: the routes' types are of another world than those of tests.
const { machineRoutes } = await vi.importActual<{ machineRoutes: Hono }>("../../src/routes/machine.ts");

const answers = () => Promise.resolve(null);
const isSilent = () => Promise.reject(new Error("R2 is away"));

function ask(path: string, head: () => Promise<null>, tag = "v1"): Promise<Response> {
	const env = { BUCKET: { head }, VERSION: { id: "abc", tag, timestamp: "" } };
	return Promise.resolve(machineRoutes.request(path, {}, env));
}

test.for([
	[answers, 1],
	[isSilent, 0],
] as const)("metrics tell version and storage, and count nothing", async ([head, up]) => {
	const response = await ask("/metrics", head);
	expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
	const lines = (await response.text()).split("\n").filter((line) => !line.startsWith("#"));
	expect(lines).toEqual(['darkroom_build_info{id="abc",tag="v1"} 1', `darkroom_storage_up ${up}`, ""]);
});

test("a tag cannot break out of its label", async () => {
	const text = await (await ask("/metrics", answers, 'a"b\\c\nd')).text();
	expect(text).toContain(String.raw`tag="a\"b\\c\nd"`);
});

test("readiness is storage's, health is not", async () => {
	const statuses = await Promise.all(
		["/readyz", "/healthz"].map(async (path) => (await ask(path, isSilent)).status),
	);
	expect(statuses).toEqual([503, 200]);
});
