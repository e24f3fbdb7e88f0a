/** Finds and ends processes below one of ours: wrangler starts workerd two levels down, and has no command to restart it. */
import { execFileSync } from "node:child_process";

/** Every process of the machine as `[pid, parent, command]`. */
function allProcesses() {
	if (process.platform === "win32") {
		const query =
			'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.ParentProcessId) $($_.Name)" }';
		return parse(execFileSync("powershell", ["-NoProfile", "-Command", query], { encoding: "utf8" }));
	}
	return parse(execFileSync("ps", ["-A", "-o", "pid=,ppid=,comm="], { encoding: "utf8" }));
}

function parse(list) {
	return list
		.split("\n")
		.map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line.trimEnd()))
		.filter((found) => found !== null)
		.map(([, pid, parent, command]) => [Number(pid), Number(parent), command]);
}

/** Kills every workerd that was started by `ancestor`, directly or not. wrangler then starts another. Returns how many there were. */
export function killWorkerd(ancestor) {
	const processes = allProcesses();
	const below = new Set([ancestor]);
	for (let size = 0; size !== below.size; ) {
		size = below.size;
		for (const [pid, parent] of processes) if (below.has(parent)) below.add(pid);
	}
	const found = processes.filter(
		([pid, , command]) => below.has(pid) && /(^|[\\/])workerd(\.exe)?$/.test(command),
	);
	for (const [pid] of found) {
		try {
			process.kill(pid, "SIGKILL");
		} catch {
			// It has ended by itself meanwhile.
		}
	}
	return found.length;
}
