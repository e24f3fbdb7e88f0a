/**
 * Installs what `bun.lock` says, with whatever the machine has: Bun when it is there, otherwise npm fetches one. Runs before
 * `start`, `dev` and `test`, in Node 20 as well as in Bun; when everything is in place it takes a fifth of a second.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { hostNode, MODULES, PROJECT } from "./packaged-node.mjs";

const INSTALL = ["install", "--frozen-lockfile", "--no-summary"];
const WAYS = [
	["bun", INSTALL],
	["npx", ["--yes", "bun@1.4.5", ...INSTALL]],
];

/** wrangler refuses less. */
const NEEDED_NODE = [22, 12];

function fail(message) {
	console.error(message);
	process.exit(1);
}

function install() {
	const failures = [];
	for (const [command, args] of WAYS) {
		const { status, error, stdout, stderr } = spawnSync(command, args, {
			cwd: PROJECT,
			encoding: "utf8",
			shell: process.platform === "win32",
			env: { ...process.env, npm_config_update_notifier: "false", npm_config_loglevel: "error" },
		});
		if (status === 0) return;
		// A machine without Bun is no failure: the next way works there.
		if (error?.code !== "ENOENT")
			failures.push(`${command} ${args.join(" ")}\n${stdout ?? ""}${stderr ?? error}`);
	}
	const needed = "Needed are a connection to the npm registry, and Bun 1.4 or Node 20 with npm.";
	fail([...failures, `The packages could not be installed; the lines above say why. ${needed}`].join("\n\n"));
}

function checkNode() {
	const { stdout } = spawnSync(hostNode(), ["--version"], { encoding: "utf8" });
	const version = stdout?.trim() ?? "";
	const [major = 0, minor = 0] = version.replace("v", "").split(".").map(Number);
	const [neededMajor, neededMinor] = NEEDED_NODE;
	if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return;
	fail(
		`There is no packaged Node for ${process.platform} ${process.arch}, and the machine's own is ${version || "absent"}. ` +
			`Install Node ${NEEDED_NODE.join(".")} or later.`,
	);
}

if (!existsSync(join(MODULES, "wrangler")))
	console.log("Installing packages: about a minute the first time.");
install();
checkNode();
