import type { Clock, Failure, Retry } from "../../client/http.ts";
import { newBatchKey } from "../../client/sending.ts";
import { ok, type Result, refuse } from "../../src/protocol/result.ts";
import { words } from "../words/words.ts";
import { parseCredential, type SessionCredential } from "./credential.ts";
import { type ExistingSession, openSession, reopenSession } from "./open-session.ts";
import type { SavedRun, SavedRuns } from "./saved-run.ts";

/** The session and batch of a run. */
export interface StartedSession extends ExistingSession {
	readonly batch: string;
	/** The earlier run that this one continues. */
	readonly earlier?: SavedRun | undefined;
	/** Whether the credential may be saved; one from the environment is the user's to keep. */
	readonly maySave: boolean;
}

/** Why a run cannot start. */
export type StartFailure =
	| { readonly why: "usage"; readonly detail: string }
	| { readonly why: "failure"; readonly failure: Failure };

/** Dependencies of `startSession`. */
export interface StartDeps {
	readonly saved: SavedRuns;
	readonly retry: Retry;
	readonly clock: Clock;
	/** `DARKROOM_TOKEN`. */
	readonly token: string | undefined;
	print(line: string): void;
}

/** The options that decide about the session. */
interface StartOptions {
	readonly server: string;
	readonly batch?: string;
	readonly resume: boolean;
	readonly roots: readonly string[];
}

async function startWithToken(
	{ server, batch, resume }: StartOptions,
	credential: SessionCredential | undefined,
	{ retry, clock }: StartDeps,
): Promise<Result<StartedSession, StartFailure>> {
	const usage = (detail: string) => refuse({ why: "usage", detail } as const);
	if (credential === undefined) return usage(words.usage.token);
	if (resume && batch === undefined) return usage(words.usage.resumeNeedsBatch);
	const opened = await reopenSession(server, credential, retry);
	if (!opened.ok) return refuse({ why: "failure", failure: opened.problem });
	if (opened.value === undefined) return usage(words.usage.unknownSession);
	return ok({ ...opened.value, batch: batch ?? newBatchKey(clock), maySave: false });
}

/** Uses the session in `DARKROOM_TOKEN`, resumes that of an earlier run, or opens a new one. */
export async function startSession(
	options: StartOptions,
	deps: StartDeps,
): Promise<Result<StartedSession, StartFailure>> {
	const { saved, retry, clock, token, print } = deps;
	const { server, roots, resume } = options;
	if (token !== undefined && token !== "") return startWithToken(options, parseCredential(token), deps);
	if (resume) {
		const earlier = await saved.read(server, roots, clock.now());
		if (earlier === undefined) print(words.run.noEarlierRun);
		else {
			const opened = await reopenSession(server, earlier.credential, retry);
			if (!opened.ok) return refuse({ why: "failure", failure: opened.problem });
			const batch = options.batch ?? earlier.batch;
			if (opened.value !== undefined) return ok({ ...opened.value, batch, earlier, maySave: true });
			print(words.run.sessionNotFound);
		}
	}
	const opened = await openSession(server, retry);
	if (!opened.ok) return refuse({ why: "failure", failure: opened.problem });
	return ok({ ...opened.value, batch: options.batch ?? newBatchKey(clock), maySave: true });
}
