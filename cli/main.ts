import { readFileSync } from "node:fs";
import { systemClock } from "../client/http.ts";
import { parseCommand } from "./arguments.ts";
import type { Environment } from "./environment.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { runLoad } from "./load/run-load.ts";
import { runSend } from "./run-send.ts";
import { words } from "./words/words.ts";

function version(): string {
	const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
	return (JSON.parse(text) as { version: string }).version;
}

/** The first signal aborts; a second one exits at once. `code` is the exit code of the first. */
function watchSignals(): { readonly signal: AbortSignal; readonly code: () => ExitCode | undefined } {
	const stopping = new AbortController();
	let code: ExitCode | undefined;
	for (const [name, exit] of [
		["SIGINT", EXIT.interrupted],
		["SIGTERM", EXIT.terminated],
	] as const) {
		process.on(name, () => {
			if (stopping.signal.aborted) process.exit(exit);
			code = exit;
			stopping.abort();
		});
	}
	return { signal: stopping.signal, code: () => code };
}

async function run(args: readonly string[]): Promise<ExitCode> {
	const parsed = parseCommand(args, process.env);
	if (!parsed.ok) {
		process.stderr.write(`${parsed.problem}\n${words.usage.seeHelp}\n`);
		return EXIT.usage;
	}
	const command = parsed.value;
	if (command.command === "help") process.stdout.write(words.help);
	if (command.command === "version") process.stdout.write(`${version()}\n`);
	if (command.command === "help" || command.command === "version") return EXIT.done;
	const { signal, code } = watchSignals();
	const { env, stdout, stderr } = process;
	const environment: Environment = { env, clock: systemClock, stdout, screen: stderr, signal };
	const end = await (command.command === "load"
		? runLoad(command, environment)
		: runSend(command, environment));
	return end === EXIT.interrupted ? (code() ?? end) : end;
}

// A reader that closes the pipe, such as `| head`, is handled where it is written to; without a listener, the error would
// crash the process.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});
run(process.argv.slice(2)).then(
	// Exits explicitly, because idle keep-alive connections would keep the process running.
	(code) => process.stdout.write("", () => process.exit(code)),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
		process.exit(EXIT.broken);
	},
);
