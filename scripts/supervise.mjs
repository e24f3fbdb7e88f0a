/**
 * Watches one `wrangler dev`: asks it every second whether it is alive, and kills its workerd when it has been silent for too long. wrangler
 * then starts another; all state is in the data folder. Locally nobody else ends a Worker that spins: the platform's processor limit
 * exists only where it is deployed.
 */
import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { killWorkerd } from "./processes.mjs";

const BEAT_MS = 1_000;
/** wrangler itself is started again after this pause. */
const RESTART_MS = 1_000;
/** wrangler has this long to end by itself. */
const GRACE_MS = 2_000;

async function answers(url, milliseconds) {
	try {
		const response = await fetch(url, { signal: AbortSignal.timeout(milliseconds) });
		await response.arrayBuffer();
		return true;
	} catch {
		return false;
	}
}

/**
 * Starts `command` and watches the Worker that it serves at `health`. `silentMs`: how long it may be silent. `ended` is called when the command
 * itself has ended; it is started again if that returns true. `beforeStart` is called before each start.
 */
export function supervise({ name, command, args, options, health, silentMs, beforeStart, ended }) {
	let child;
	let stopped = false;
	let heardAt = Date.now();
	/** Until it has answered once, it is starting: that may take long on a busy machine. */
	let hasAnswered = false;

	function begin() {
		hasAnswered = false;
		beforeStart?.();
		child = spawn(command, args, options);
		child.on("exit", async (code, signal) => {
			if (stopped || !ended(code, signal)) return;
			console.error(`The ${name} has ended (${signal ?? code}) and is started again.`);
			await pause(RESTART_MS);
			if (!stopped) begin();
		});
	}

	async function watch() {
		while (!stopped) {
			const asked = Date.now();
			if (await answers(health, silentMs)) {
				heardAt = Date.now();
				hasAnswered = true;
			} else if (hasAnswered && !stopped && Date.now() - heardAt >= silentMs) {
				console.error(`The ${name} has not answered for ${silentMs / 1000} seconds and is restarted.`);
				hasAnswered = false;
				killWorkerd(child.pid);
			}
			await pause(Math.max(0, BEAT_MS - (Date.now() - asked)), undefined, { ref: false });
		}
	}

	begin();
	void watch();
	return {
		/** Resolves once it has answered. */
		async ready() {
			while (!stopped && !hasAnswered) await pause(100);
		},
		/**
		 * Ends it. Ctrl+C at a terminal has reached it by itself, and a second signal at once would cut its own end short; a SIGINT that
		 * another program sent to us alone has not.
		 */
		stop(signal = "SIGTERM") {
			stopped = true;
			if (signal !== "SIGINT") return child.kill(signal);
			setTimeout(() => child.kill("SIGTERM"), GRACE_MS).unref();
		},
	};
}
