/** `node scripts/run.mjs vitest run`: starts a tool of `node_modules`, or a script of ours, with the packaged Node. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { hostNode, PROJECT, toolEnvironment, toolScript } from "./packaged-node.mjs";

const [tool = "", ...given] = process.argv.slice(2);
const script = tool.endsWith(".ts") ? join(PROJECT, tool) : toolScript(tool);
const child = spawn(hostNode(), [script, ...given], {
	cwd: PROJECT,
	stdio: "inherit",
	env: toolEnvironment(),
});
// Ctrl+C reaches the tool by itself; it then ends us too.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
