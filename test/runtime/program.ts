import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../../cli/darkroom.mjs", import.meta.url));

/** How a program ended, and what it said. */
export interface Ended {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** The command-line client as a process of its own. */
export interface Program {
	readonly child: ChildProcess;
	readonly ended: Promise<Ended>;
}

/** Runs `darkroom` as a person would. `env` goes over the test's own environment. */
export function startProgram(args: readonly string[], env: Readonly<Record<string, string>>): Program {
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
