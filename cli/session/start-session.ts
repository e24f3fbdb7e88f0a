import type { Clock } from "../../client/http/clock.ts";
import type { Failure } from "../../client/http/failure.ts";
import type { Persevere } from "../../client/http/retry.ts";
import { newBatchKey } from "../../client/sending/batch-key.ts";
import { ok, type Result, refuse } from "../../src/protocol/result.ts";
import { type Credential, parseCredential } from "./credential.ts";
import { type OpenSession, openSession, reopenSession } from "./open-session.ts";
import type { SavedRun, SavedRuns } from "./saved-run.ts";

/** The session in which a run takes place. */
export interface Started extends OpenSession {
	readonly batch: string;
	/** The earlier run that this one goes on with. */
	readonly earlier?: SavedRun | undefined;
	/** Whether the credential may be written down: one from the environment is somebody else's to keep. */
	readonly maySave: boolean;
}

/** Why there is none. */
export type NotStarted =
	| { readonly why: "usage"; readonly detail: string }
	| { readonly why: "failure"; readonly failure: Failure };

/** What starting needs. */
export interface StartDeps {
	readonly saved: SavedRuns;
	readonly persevere: Persevere;
	readonly clock: Clock;
	/** `DARKROOM_TOKEN`. */
	readonly token: string | undefined;
	say(line: string): void;
}

/** What the command line says of it. */
interface Wanted {
	readonly server: string;
	readonly batch?: string;
	readonly resume: boolean;
	readonly roots: readonly string[];
}

const GONE = "The session of the earlier run is gone. Everything is sent anew.";
const NOTHING_TO_RESUME = "No earlier run of these files is known here. Everything is sent.";

async function withToken(
	{ server, batch, resume }: Wanted,
	credential: Credential | undefined,
	{ persevere, clock }: StartDeps,
): Promise<Result<Started, NotStarted>> {
	const usage = (detail: string) => refuse({ why: "usage", detail } as const);
	if (credential === undefined)
		return usage("DARKROOM_TOKEN must be <id>.<token>, as POST /api/session gives them.");
	if (resume && batch === undefined)
		return usage("With DARKROOM_TOKEN, --resume needs the --batch to go on with.");
	const opened = await reopenSession(server, credential, persevere);
	if (!opened.ok) return refuse({ why: "failure", failure: opened.problem });
	if (opened.value === undefined)
		return usage("The session that DARKROOM_TOKEN names is not known to this server.");
	return ok({ ...opened.value, batch: batch ?? newBatchKey(clock), maySave: false });
}

/** Finds or opens the session: the one that the environment names, that of the earlier run, or a new one. */
export async function startSession(wanted: Wanted, deps: StartDeps): Promise<Result<Started, NotStarted>> {
	const { saved, persevere, clock, token, say } = deps;
	const { server, roots, resume } = wanted;
	if (token !== undefined && token !== "") return withToken(wanted, parseCredential(token), deps);
	if (resume) {
		const earlier = await saved.read(server, roots, clock.now());
		if (earlier === undefined) say(NOTHING_TO_RESUME);
		else {
			const opened = await reopenSession(server, earlier.credential, persevere);
			if (!opened.ok) return refuse({ why: "failure", failure: opened.problem });
			const batch = wanted.batch ?? earlier.batch;
			if (opened.value !== undefined) return ok({ ...opened.value, batch, earlier, maySave: true });
			say(GONE);
		}
	}
	const opened = await openSession(server, persevere);
	if (!opened.ok) return refuse({ why: "failure", failure: opened.problem });
	return ok({ ...opened.value, batch: wanted.batch ?? newBatchKey(clock), maySave: true });
}
