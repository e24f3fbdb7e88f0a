import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type TestServer } from "../support/server/server.ts";

const CLIENT = new URL("../../client/", import.meta.url);
const SCRIPT = new URL("../../scripts/packaged-node.mjs", import.meta.url);

/** The packaged Node, which runs TypeScript; the Node that runs this test may be older. */
const { hostNode } = (await import(SCRIPT.href)) as { hostNode(): string };

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.stop());

test.each([
	["HTTP", /^expires \d{4}-/],
	["Sending", /^1 stored, 0 failed$/m],
	["Stream", /^ticket\.txt is completed$/m],
])("the example for Node under %s in client/README.md runs unmodified", async (heading, output) => {
	const readme = await readFile(new URL("README.md", CLIENT), "utf8");
	const section = readme.split(/^## /m).find((part) => part.startsWith(heading)) ?? "";
	const example = /^```js node\n(.*?)^```$/ms.exec(section)?.[1] ?? "";
	const code = example
		.replaceAll(/from "(\.[^"]+)"/g, (_, path) => `from "${new URL(path, CLIENT)}"`)
		.replace("http://localhost:8787", server.url);
	const { stdout } = await promisify(execFile)(
		hostNode(),
		["--no-warnings", "--input-type=module", "--eval", code],
		{ cwd: fileURLToPath(CLIENT) },
	);
	expect(stdout).toMatch(output);
});
