import { readdirSync, readFileSync, readlinkSync } from "node:fs";

function statusOf(pid: string): string {
	try {
		return readFileSync(`/proc/${pid}/status`, "utf8");
	} catch {
		// It ended between the list and the look.
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

/** The workerd that listens on a port of this machine; Linux only. */
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

/** Its resident MiB. */
export function workerdMiB(url: string): number {
	const pid = workerdOf(url);
	return pid === undefined ? Number.NaN : Number(/VmRSS:\s+(\d+)/.exec(statusOf(pid))?.[1] ?? 0) / 1024;
}

/** Milliseconds of processor time that it has used so far: a neighbour takes none of it, however busy. */
export function workerdCpuMs(url: string): number {
	const pid = workerdOf(url);
	if (pid === undefined) return Number.NaN;
	// After the name, which may hold anything: user and system time in ticks of a hundredth of a second.
	const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
	return (Number(fields[11]) + Number(fields[12])) * 10;
}
