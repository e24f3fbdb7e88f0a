import type { Hono } from "hono";
import { inspectRoutes } from "hono/dev";
import { describe, expect, test, vi } from "vitest";
import { RESOURCES } from "../../src/openapi/document.ts";

// The list of routes does not need the platform.
vi.mock("../../src/session-actor.ts", () => ({ SessionActor: class {} }));
// Not a plain import: the Worker's types conflict with those of tests.
const { default: worker } = await vi.importActual<{ default: Hono }>("../../src/worker.ts");

/** A path without the names of its parameters, which clients do not see. */
function shapeOf(path: string): string {
	return path.replace(/:\w+(\{[^}]*\})?/g, ":");
}

const routes = inspectRoutes(worker)
	.filter(({ isMiddleware }) => !isMiddleware)
	.map(({ method, path }) => ({ method: method.toLowerCase(), path, shape: shapeOf(path) }));

const described = RESOURCES.flatMap(({ operations }) => operations).map(({ method, path }) => {
	return { method, path, shape: shapeOf(path) };
});

/** A route for all methods dispatches them itself: `test/runtime/openapi.test.ts` asks it which ones it has. */
function isSame(route: { method: string; shape: string }, operation: { method: string; shape: string }) {
	return route.shape === operation.shape && (route.method === operation.method || route.method === "all");
}

describe("the description of the API", () => {
	test("has every route of the Worker", () => {
		const missing = routes.filter((route) => !described.some((operation) => isSame(route, operation)));
		expect(
			missing.map(({ method, path }) => `${method} ${path}`),
			"Describe it in src/openapi/paths/ (CONTRIBUTING.md, “A new address”).",
		).toEqual([]);
	});

	test("has no route that the Worker does not have", () => {
		const extra = described.filter((operation) => !routes.some((route) => isSame(route, operation)));
		expect(
			extra.map(({ method, path }) => `${method} ${path}`),
			"Remove it from src/openapi/paths/, or mount the route in src/worker.ts.",
		).toEqual([]);
	});
});
