import { readFileSync } from "node:fs";
import { browserClock } from "../client/http/clock.ts";
import { parseCommand } from "./arguments.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { HELP } from "./help.ts";
import { runLoad } from "./load/run-load.ts";
import { sendFiles } from "./send-files.ts";
import type { World } from "./world.ts";

function version(): string {
	const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
	return (JSON.parse(text) as { version: string }).version;
}

/** The first signal asks for a polite end, the second ends at once. */
function untilSignal(): { readonly signal: AbortSignal; readonly code: () => ExitCode | undefined } {
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
		process.stderr.write(`${parsed.problem}\nSee: npx darkroom --help\n`);
		return EXIT.usage;
	}
	const command = parsed.value;
	if (command.command === "help") process.stdout.write(HELP);
	if (command.command === "version") process.stdout.write(`${version()}\n`);
	if (command.command === "help" || command.command === "version") return EXIT.done;
	const { signal, code } = untilSignal();
	const { env, stdout, stderr } = process;
	const world: World = { env, clock: browserClock, stdout, screen: stderr, signal };
	const ended = await (command.command === "load" ? runLoad(command, world) : sendFiles(command, world));
	return ended === EXIT.interrupted ? (code() ?? ended) : ended;
}

// A reader that has gone, as of `| head`, is told to whoever writes; unheard it would be a crash.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});
run(process.argv.slice(2)).then(
	// Connections that are kept for the next request would hold the program.
	(code) => process.stdout.write("", () => process.exit(code)),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
		process.exit(EXIT.broken);
	},
);
