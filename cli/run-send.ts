import { createRetry } from "../client/http.ts";
import type { SendCommand } from "./arguments.ts";
import type { Environment } from "./environment.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { checkWritable } from "./facts/text-output.ts";
import { findFiles } from "./find-files.ts";
import { failureText, printable } from "./printable.ts";
import { createMeter, createPaint } from "./progress/meter.ts";
import { SavedRuns, stateFolder } from "./session/saved-run.ts";
import { startSession } from "./session/start-session.ts";
import { UploadAndReport } from "./upload-and-report.ts";
import { words } from "./words/words.ts";

/** Why the facts cannot be written there, in a sentence: better known before an hour of sending than after it. */
async function whyUnwritable(path: string): Promise<string | undefined> {
	try {
		await checkWritable(path);
		return undefined;
	} catch (error) {
		return printable(words.run.unwritable(path, (error as Error).message));
	}
}

/** Runs `darkroom ./photos`: finds the files, opens or resumes a session, uploads, and writes the facts. */
export async function runSend(command: SendCommand, environment: Environment): Promise<ExitCode> {
	const { clock, env, screen } = environment;
	const meter = createMeter(screen, { quiet: command.quiet, paint: createPaint(screen, env) });
	const found = await findFiles(command.roots, command);
	if (!found.ok) {
		meter.print(found.problem);
		return EXIT.usage;
	}
	const unwritable = command.out === undefined ? undefined : await whyUnwritable(command.out);
	if (unwritable !== undefined) {
		meter.print(unwritable);
		return EXIT.usage;
	}
	const saved = new SavedRuns(stateFolder(env));
	await saved.removeExpired(clock.now());
	const retry = createRetry(clock);
	const token = env.DARKROOM_TOKEN;
	const started = await startSession(command, { saved, retry, clock, token, print: meter.info });
	if (started.ok)
		return new UploadAndReport(command, environment, meter, retry, saved, started.value).run(found.value);
	const { problem } = started;
	meter.print(problem.why === "usage" ? problem.detail : failureText(command.server, problem.failure));
	return problem.why === "usage" ? EXIT.usage : EXIT.refused;
}
