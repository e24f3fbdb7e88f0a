import { readdirSync, readFileSync, readlinkSync } from "node:fs";

function statusOf(pid: string): string {
	try {
		return readFileSync(`/proc/${pid}/status`, "utf8");
	} catch {
		// It exited after it was listed.
		return "";
	}
}

function holds(pid: string, socket: string): boolean {
	try {
		const files = readdirSync(`/proc/${pid}/fd`);
		return files.some((file) => readlinkSync(`/proc/${pid}/fd/${file}`) === socket);
	} catch {
		return false;
	}
}

/** The id of the workerd process that listens on a local port; Linux only. */
function workerdOf(url: string): string | undefined {
	const port = Number(new URL(url).port).toString(16).toUpperCase().padStart(4, "0");
	const line = readFileSync("/proc/net/tcp", "utf8")
		.split("\n")
		.find((entry) => new RegExp(`^\\s*\\d+: [0-9A-F]{8}:${port} [0-9A-F]{8}:0000 0A`).test(entry));
	const inode = line?.trim().split(/\s+/)[9];
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.find((pid) => statusOf(pid).startsWith("Name:\tworkerd") && holds(pid, `socket:[${inode}]`));
}

/** Its resident memory, in MiB. */
export function workerdMiB(url: string): number {
	const pid = workerdOf(url);
	return pid === undefined ? Number.NaN : Number(/VmRSS:\s+(\d+)/.exec(statusOf(pid))?.[1] ?? 0) / 1024;
}

/** Its CPU time so far, in milliseconds. Unlike elapsed time, it is not affected by other load. */
export function workerdCpuMs(url: string): number {
	const pid = workerdOf(url);
	if (pid === undefined) return Number.NaN;
	// proc(5): utime and stime, in ticks of 10 ms, counted after the name, which may contain spaces and parentheses.
	const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
	return (Number(fields[11]) + Number(fields[12])) * 10;
}
