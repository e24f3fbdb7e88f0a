import type { Hono } from "hono";
import { expect, test, vi } from "vitest";

// No plain import: the routes need the types of Workers, which the tests' tsconfig does not have.
const { monitoringRoutes } = await vi.importActual<{ monitoringRoutes: Hono }>(
	"../../src/routes/monitoring.ts",
);

const isUp = () => Promise.resolve(null);
const isDown = () => Promise.reject(new Error("It is down"));

type Answers = () => Promise<null>;

function ask(path: string, head: Answers, ping: Answers = isUp, tag = "v1"): Promise<Response> {
	const env = { BUCKET: { head }, EXTRACTOR: { ping }, VERSION: { id: "abc", tag, timestamp: "" } };
	return Promise.resolve(monitoringRoutes.request(path, {}, env));
}

test.for([
	[isUp, 1, isUp, 1],
	[isDown, 0, isUp, 1],
	[isUp, 1, isDown, 0],
	[isDown, 0, isDown, 0],
] as const)(
	"metrics contain the version and what answers, and no counters",
	async ([head, stored, ping, read]) => {
		const response = await ask("/metrics", head, ping);
		expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
		const lines = (await response.text()).split("\n").filter((line) => !line.startsWith("#"));
		expect(lines).toEqual([
			'darkroom_build_info{id="abc",tag="v1"} 1',
			`darkroom_storage_up ${stored}`,
			`darkroom_extractor_up ${read}`,
			"",
		]);
	},
);

test("escapes the version tag in its label", async () => {
	const text = await (await ask("/metrics", isUp, isUp, 'a"b\\c\nd')).text();
	expect(text).toContain(String.raw`tag="a\"b\\c\nd"`);
});

test.for([
	[isUp, isUp, 200],
	[isDown, isUp, 503],
	[isUp, isDown, 503],
] as const)(
	"readiness depends on storage and on the extractor, liveness on neither",
	async ([head, ping, ready]) => {
		const statuses = await Promise.all(
			["/readyz", "/healthz"].map(async (path) => (await ask(path, head, ping)).status),
		);
		expect(statuses).toEqual([ready, 200]);
	},
);
