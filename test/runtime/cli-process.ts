import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../../cli/darkroom.mjs", import.meta.url));

/** How a process exited, and what it printed. */
export interface CliExit {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** The command line in a separate process. */
export interface CliProcess {
	readonly child: ChildProcess;
	readonly ended: Promise<CliExit>;
}

/** Starts `darkroom`. `env` is added to the test's own environment. */
export function startCli(args: readonly string[], env: Readonly<Record<string, string>>): CliProcess {
	const child = spawn(process.execPath, ["--no-warnings", PROGRAM, ...args], {
		stdio: ["ignore", "pipe", "pipe"],
		env: { ...process.env, ...env },
	});
	const texts = { stdout: "", stderr: "" };
	for (const name of ["stdout", "stderr"] as const) {
		child[name].setEncoding("utf8");
		child[name].on("data", (text: string) => {
			texts[name] += text;
		});
	}
	const ended = once(child, "close").then(([code]) => ({ code: code as number | null, ...texts }));
	return { child, ended };
}
