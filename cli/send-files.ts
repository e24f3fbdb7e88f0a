import { createPersevere } from "../client/http/retry.ts";
import type { SendCommand } from "./arguments.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { checkWritable } from "./facts/text-sink.ts";
import { findFiles } from "./find-files.ts";
import { printable } from "./printable.ts";
import { createMeter } from "./progress/meter.ts";
import { createPaint } from "./progress/paint.ts";
import { Sending } from "./sending.ts";
import { failureText } from "./sentences.ts";
import { SavedRuns, stateFolder } from "./session/saved-run.ts";
import { startSession } from "./session/start-session.ts";
import type { World } from "./world.ts";

/** Why the facts will not be written there, in a sentence: better said before an hour of sending than after it. */
async function whyUnwritable(path: string): Promise<string | undefined> {
	try {
		await checkWritable(path);
		return undefined;
	} catch (error) {
		return printable(`The facts cannot be written to ${path}: ${(error as Error).message}.`);
	}
}

/** Uploads what is named, tells what was found in it, and answers how it went. */
export async function sendFiles(command: SendCommand, world: World): Promise<ExitCode> {
	const { clock, env, screen } = world;
	const meter = createMeter(screen, { quiet: command.quiet, paint: createPaint(screen, env) });
	const found = await findFiles(command.roots, command);
	if (!found.ok) {
		meter.say(found.problem);
		return EXIT.usage;
	}
	const unwritable = command.out === undefined ? undefined : await whyUnwritable(command.out);
	if (unwritable !== undefined) {
		meter.say(unwritable);
		return EXIT.usage;
	}
	const saved = new SavedRuns(stateFolder(env));
	await saved.sweep(clock.now());
	const persevere = createPersevere(clock);
	const token = env.DARKROOM_TOKEN;
	const started = await startSession(command, { saved, persevere, clock, token, say: meter.note });
	if (started.ok) return new Sending(command, world, meter, persevere, saved, started.value).run(found.value);
	const { problem } = started;
	meter.say(problem.why === "usage" ? problem.detail : failureText(command.server, problem.failure));
	return problem.why === "usage" ? EXIT.usage : EXIT.refused;
}
