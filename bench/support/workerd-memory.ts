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

/** Resident MiB of the workerd that listens on a port of this machine; Linux only. */
export function workerdMiB(url: string): number {
	const port = Number(new URL(url).port).toString(16).toUpperCase().padStart(4, "0");
	const line = readFileSync("/proc/net/tcp", "utf8")
		.split("\n")
		.find((entry) => new RegExp(`^\\s*\\d+: [0-9A-F]{8}:${port} [0-9A-F]{8}:0000 0A`).test(entry));
	const inode = line?.trim().split(/\s+/)[9];
	for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
		const status = statusOf(pid);
		if (!status.startsWith("Name:\tworkerd") || !holds(pid, `socket:[${inode}]`)) continue;
		return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
	}
	return Number.NaN;
}
