import type { Hono } from "hono";
import { inspectRoutes } from "hono/dev";
import { describe, expect, test, vi } from "vitest";
import { RESOURCES } from "../../src/openapi/document.ts";

// What a route is called needs neither the platform nor WebAssembly.
vi.mock("../../src/session-actor.ts", () => ({ SessionActor: class {} }));
vi.mock("../../src/thumbnail/make-thumbnail.ts", () => ({}));
// Not a plain import: the Worker's types are of another world than those of tests.
const { default: worker } = await vi.importActual<{ default: Hono }>("../../src/worker.ts");

/** An address without the names of its parameters, which are not on the wire. */
function shapeOf(path: string): string {
	return path.replace(/:\w+(\{[^}]*\})?/g, ":");
}

const answered = inspectRoutes(worker)
	.filter(({ isMiddleware }) => !isMiddleware)
	.map(({ method, path }) => ({ method: method.toLowerCase(), path, shape: shapeOf(path) }));

const told = RESOURCES.flatMap(({ operations }) => operations).map(({ method, path }) => {
	return { method, path, shape: shapeOf(path) };
});

/** A route for all methods sorts them out itself: `test/runtime/openapi.test.ts` asks it which they are. */
function isSame(route: { method: string; shape: string }, operation: { method: string; shape: string }) {
	return route.shape === operation.shape && (route.method === operation.method || route.method === "all");
}

describe("the description of the API", () => {
	test("leaves out no route of the Worker", () => {
		const missing = answered.filter((route) => !told.some((operation) => isSame(route, operation)));
		expect(
			missing.map(({ method, path }) => `${method} ${path}`),
			"Describe it in src/openapi/paths/ (CONTRIBUTING.md, “A new address”).",
		).toEqual([]);
	});

	test("tells of no route that the Worker does not have", () => {
		const ghosts = told.filter((operation) => !answered.some((route) => isSame(route, operation)));
		expect(
			ghosts.map(({ method, path }) => `${method} ${path}`),
			"Remove it from src/openapi/paths/, or mount the route in src/worker.ts.",
		).toEqual([]);
	});
});
