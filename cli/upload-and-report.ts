import type { Api, Retry } from "../client/http.ts";
import type { SendCommand } from "./arguments.ts";
import type { Environment } from "./environment.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { readRows } from "./facts/read-rows.ts";
import { writeFacts } from "./facts/write-facts.ts";
import type { TableFormat } from "./facts/write-table.ts";
import { failureText, printable } from "./printable.ts";
import type { Meter } from "./progress/meter.ts";
import { formatCredential } from "./session/credential.ts";
import { connect } from "./session/open-session.ts";
import type { SavedRuns } from "./session/saved-run.ts";
import type { StartedSession } from "./session/start-session.ts";
import { manifestHash, planAll, planResume, type UploadPlan } from "./upload/plan.ts";
import { type RunEnd, UploadRun } from "./upload/upload-run.ts";
import type { DiskFile, UnreadableFile, WalkResult } from "./walk.ts";
import { words } from "./words/words.ts";

/** One upload in an open session: sends the files, shows the progress, writes the facts, and returns the exit code. */
export class UploadAndReport {
	readonly #command: SendCommand;
	readonly #environment: Environment;
	readonly #meter: Meter;
	readonly #retry: Retry;
	readonly #saved: SavedRuns;
	readonly #session: StartedSession;
	readonly #api: Api;
	readonly #run: UploadRun;

	constructor(
		command: SendCommand,
		environment: Environment,
		meter: Meter,
		retry: Retry,
		saved: SavedRuns,
		session: StartedSession,
	) {
		this.#command = command;
		this.#environment = environment;
		this.#meter = meter;
		this.#retry = retry;
		this.#saved = saved;
		this.#session = session;
		const { server, limit, parallel } = command;
		const { credential, batch } = session;
		this.#api = connect(server, credential);
		const { clock } = environment;
		this.#run = new UploadRun({
			...{ server, limit, parallel, batch, clock },
			credential: formatCredential(credential),
			api: this.#api,
		});
		environment.signal.addEventListener("abort", () => this.#run.stop());
	}

	async run({ files, unreadable }: WalkResult): Promise<ExitCode> {
		const { clock, signal } = this.#environment;
		const plan = await this.#plan(files);
		await this.#save(files);
		if (signal.aborted) this.#run.stop();
		const began = clock.now();
		const running = this.#run.run(plan.files);
		this.#meter.watch(() => this.#run.progress());
		const end = await running;
		const seconds = (clock.now() - began) / 1000;
		if (end.how !== "settled") return this.#endedEarly(end);
		const code = await this.#writeFacts(files, unreadable);
		this.#meter.end();
		if (code !== EXIT.done) return code;
		const { done, files: all, bytes } = this.#run.progress();
		// After an earlier run the time is not that of all these bytes.
		const isFirstRun = this.#session.earlier === undefined;
		const { run } = words;
		this.#meter.info(isFirstRun ? run.doneIn(done, all, bytes, seconds) : run.done(done, all));
		this.#printFailures(files, unreadable);
		if (this.#command.forget) await this.#deleteSession();
		return this.#run.hasNoFailures && unreadable.length === 0 ? EXIT.done : EXIT.someFailed;
	}

	/** What to send; after an earlier run of another list, only what is not stored yet. */
	async #plan(files: readonly DiskFile[]): Promise<UploadPlan> {
		const { earlier, batch } = this.#session;
		if (earlier === undefined || earlier.manifest === manifestHash(files)) return planAll(files);
		const isWanted = () => !this.#environment.signal.aborted;
		const known = await this.#retry(() => this.#api.readBatch(batch), isWanted);
		if (!known.ok) return planAll(files);
		const plan = planResume(files, known.value.files);
		for (const n of plan.abandoned) await this.#api.deleteFile(n);
		return plan;
	}

	/** Before the first byte is sent, so that a run that is killed can be resumed too. */
	async #save(files: readonly DiskFile[]): Promise<void> {
		const { maySave, credential, batch, expiresAt } = this.#session;
		if (!maySave) return;
		const { server, roots } = this.#command;
		const manifest = manifestHash(files);
		try {
			await this.#saved.save(server, roots, { credential, batch, expiresAt, manifest });
		} catch (error) {
			this.#meter.info(words.run.notSaved((error as Error).message));
		}
	}

	#format(): TableFormat | undefined {
		const { format } = this.#command;
		if (format !== undefined) return format === "none" ? undefined : format;
		return this.#environment.stdout.isTTY ? undefined : "json";
	}

	async #writeFacts(files: readonly DiskFile[], unreadable: readonly UnreadableFile[]): Promise<ExitCode> {
		const format = this.#format();
		if (format === undefined) return EXIT.done;
		const { out, server, columns } = this.#command;
		const { stdout, signal } = this.#environment;
		const run = this.#run;
		const numbered = files.map(({ path, size }, at) => ({ path, size, n: run.numbers[at] ?? 0 }));
		let read = 0;
		this.#meter.watch(() => {
			return { ...run.progress(), status: words.progress.readingFacts(read, files.length) };
		});
		const rows = readRows(numbered, unreadable, {
			...{ api: this.#api, retry: this.#retry, run, signal },
			onRow: () => read++,
		});
		const head = { server, batch: this.#session.batch };
		const written = await writeFacts(rows, head, { format, columns, out, stdout }, signal);
		if (written.ok) return EXIT.done;
		this.#meter.print(printable(written.problem));
		return signal.aborted ? EXIT.interrupted : EXIT.broken;
	}

	#endedEarly(end: Exclude<RunEnd, { how: "settled" }>): ExitCode {
		const { bytes, stored } = this.#run.progress();
		this.#meter.end();
		if (end.how === "refused") {
			this.#meter.print(failureText(this.#command.server, end.failure));
			return EXIT.refused;
		}
		if (end.how === "session-ended") {
			this.#meter.print(words.run.sessionEnded);
			return EXIT.refused;
		}
		const sentences = [words.run.stopped];
		if (bytes > 0) sentences.push(words.run.storedShare(Math.floor((stored / bytes) * 100)));
		if (this.#session.maySave) sentences.push(words.run.howToResume);
		this.#meter.print(sentences.join(" "));
		return EXIT.interrupted;
	}

	#printFailures(files: readonly DiskFile[], unreadable: readonly UnreadableFile[]): void {
		const run = this.#run;
		for (const [at, { path }] of files.entries()) {
			const problem = run.failure(run.numbers[at] ?? 0);
			if (problem !== undefined) this.#meter.print(printable(`${path}: ${problem.detail}`));
		}
		for (const { path, detail } of unreadable) this.#meter.print(printable(`${path}: ${detail}`));
	}

	async #deleteSession(): Promise<void> {
		const deleted = await this.#retry(
			() => this.#api.deleteSession(),
			() => !this.#environment.signal.aborted,
		);
		if (!deleted.ok) return this.#meter.print(failureText(this.#command.server, deleted.problem));
		await this.#saved.remove(this.#command.server, this.#command.roots);
		this.#meter.info(words.run.forgotten);
	}
}
