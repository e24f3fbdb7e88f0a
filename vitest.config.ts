import { defineConfig } from "vitest/config";
import { CountReporter } from "./test/support/count-reporter.ts";

/** Before tests that speak to the server: the bundle and the page of these sources. */
const BUILD = ["test/support/server/build.ts"];

/** Tests that need no server. They share no state, so a worker loads each module once and not again for every file. */
const PURE = {
	pool: "threads" as const,
	isolate: false,
	maxWorkers: "100%",
	testTimeout: 60_000,
};

/** Tests of the server and the page, each in a project of its own. */
const SERVER = "test/{runtime,browser,corpus}/**";

/** Random input, and bulk: thousands of files, a cut at every byte, a crash at every step. */
const PROPERTIES = "test/**/*.properties.test.{ts,tsx}";

/**
 * Four speeds of test, and the long run over real files. The groups run one after the other, because the later ones start
 * workerd and Chromium, which want the machine to themselves: a busy neighbour turns honest time limits into flaky ones.
 */
export default defineConfig({
	test: {
		reporters: ["default", new CountReporter()],
		projects: [
			{
				// Milliseconds each: what one runs after every change.
				test: {
					...PURE,
					name: "rules",
					include: ["test/**/*.test.{ts,tsx}"],
					exclude: [SERVER, PROPERTIES],
					sequence: { groupOrder: 1 },
				},
			},
			{
				test: {
					...PURE,
					name: "properties",
					include: [PROPERTIES],
					exclude: [SERVER],
					sequence: { groupOrder: 2 },
				},
			},
			{
				// The bundle that deploys, on real workerd: a server for each file of tests, which may kill and restart it. Two files at a
				// time, because much of what they do is wait.
				test: {
					name: "runtime",
					include: ["test/runtime/**/*.test.ts"],
					globalSetup: BUILD,
					maxWorkers: 2,
					testTimeout: 180_000,
					hookTimeout: 180_000,
					sequence: { groupOrder: 3 },
				},
			},
			{
				// The page in a real Chromium, served by the same bundle.
				test: {
					name: "browser",
					include: ["test/browser/**/*.test.ts"],
					expect: { poll: { timeout: 90_000 } },
					globalSetup: BUILD,
					maxWorkers: 1,
					testTimeout: 180_000,
					hookTimeout: 180_000,
					sequence: { groupOrder: 4 },
				},
			},
			{
				// Real files that are not ours to publish; each test skips itself, with a notice, where there are none.
				test: {
					name: "corpus",
					include: ["test/corpus/**/*.test.ts"],
					globalSetup: BUILD,
					maxWorkers: 1,
					testTimeout: 180_000,
					hookTimeout: 180_000,
					sequence: { groupOrder: 5 },
				},
			},
		],
	},
});
