import { readdirSync, readFileSync } from "node:fs";
import type { TestServer } from "../../test/support/server/server.ts";

interface Process {
	readonly pid: number;
	readonly parent: number;
	readonly name: string;
	/** Its peak memory, as recorded by the kernel. */
	readonly peakMiB: number;
}

function readProcess(pid: number): Process | undefined {
	try {
		const status = readFileSync(`/proc/${pid}/status`, "utf8");
		const field = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, "m").exec(status)?.[1] ?? "0";
		return {
			pid,
			parent: Number(field("PPid")),
			name: field("Name"),
			peakMiB: Number(field("VmHWM")) / 1024,
		};
	} catch {
		// It exited after it was listed, or the system has no /proc.
		return undefined;
	}
}

/** A process and all its descendants. */
function processesOf(root: number): Process[] {
	const names = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
	const all = names.flatMap((name) => readProcess(Number(name)) ?? []);
	const family = new Set([root]);
	// Parents may be listed after their children, so repeat until nothing is added.
	for (let before = 0; before < family.size; ) {
		before = family.size;
		for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
	}
	return all.filter(({ pid }) => family.has(pid));
}

/** The peak memory of one process, in MiB; 0 if unknown. */
export function peakOf(pid: number): number {
	return readProcess(pid)?.peakMiB ?? 0;
}

/** The peak memory of a server's own workerd, in MiB; other servers on the machine are not counted. */
export function workerdPeak(server: Pick<TestServer, "pid">): number {
	const { pid } = server;
	if (pid === undefined || process.platform !== "linux") return 0;
	return Math.max(0, ...processesOf(pid).flatMap(({ name, peakMiB }) => (name === "workerd" ? peakMiB : [])));
}
