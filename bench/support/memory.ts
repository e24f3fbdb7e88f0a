import { readdirSync, readFileSync } from "node:fs";
import type { TestServer } from "../../test/support/server/server.ts";

interface Process {
	readonly pid: number;
	readonly parent: number;
	readonly name: string;
	/** The most memory that it ever had at once, as the kernel keeps it. */
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
		// It ended between the list and the look, or there is no /proc on this system.
		return undefined;
	}
}

/** Every process below one, itself included. */
function processesOf(root: number): Process[] {
	const names = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
	const all = names.flatMap((name) => readProcess(Number(name)) ?? []);
	const family = new Set([root]);
	// Parents may stand behind their children in the list, so until nobody is added.
	for (let before = 0; before < family.size; ) {
		before = family.size;
		for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
	}
	return all.filter(({ pid }) => family.has(pid));
}

/** The most memory of one process and no other, in MiB; 0 where the system does not tell. */
export function peakOf(pid: number): number {
	return readProcess(pid)?.peakMiB ?? 0;
}

/** The most memory that a server's own workerd ever had, in MiB: neighbours on the machine run workerd too. */
export function workerdPeak(server: Pick<TestServer, "pid">): number {
	const { pid } = server;
	if (pid === undefined || process.platform !== "linux") return 0;
	return Math.max(0, ...processesOf(pid).flatMap(({ name, peakMiB }) => (name === "workerd" ? peakMiB : [])));
}
