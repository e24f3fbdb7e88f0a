import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../support/server/server.ts";

const CLIENT = new URL("../../client/", import.meta.url);
const SCRIPT = new URL("../../scripts/packaged-node.mjs", import.meta.url);

/** The packaged Node, which runs TypeScript; the Node that runs this test may be older. */
const { hostNode, MODULES } = (await import(SCRIPT.href)) as { hostNode(): string; MODULES: string };

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.stop());

/** How each runtime runs a program from its arguments. */
const RUNTIMES = {
	Node: () => [hostNode(), "--no-warnings", "--input-type=module", "--eval"],
	Bun: () => [join(MODULES, ".bin/bun"), "--eval"],
} as const;

const EXAMPLES = [
	["HTTP", /^expires \d{4}-/],
	["Sending", /^1 stored, 0 failed$/m],
	["Stream", /^ticket\.txt is completed$/m],
] as const;

describe.each(["Node", "Bun"] as const)("in %s", (runtime) => {
	test.each(EXAMPLES)("the example under %s in client/README.md runs unmodified", async (heading, output) => {
		const readme = await readFile(new URL("README.md", CLIENT), "utf8");
		const section = readme.split(/^## /m).find((part) => part.startsWith(heading)) ?? "";
		const example = /^```js node\n(.*?)^```$/ms.exec(section)?.[1] ?? "";
		const code = example
			.replaceAll(/from "(\.[^"]+)"/g, (_, path) => `from "${new URL(path, CLIENT)}"`)
			.replace("http://localhost:8787", server.url);
		const [command = "", ...options] = RUNTIMES[runtime]();
		const { stdout } = await promisify(execFile)(command, [...options, code], { cwd: fileURLToPath(CLIENT) });
		expect(stdout).toMatch(output);
	});
});
