import type { Api } from "../client/http/api.ts";
import type { Persevere } from "../client/http/retry.ts";
import type { SendCommand } from "./arguments.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { readRows } from "./facts/read-rows.ts";
import type { TableFormat } from "./facts/table-format.ts";
import { writeFacts } from "./facts/write-facts.ts";
import { printable } from "./printable.ts";
import type { Meter } from "./progress/meter.ts";
import { failureText, filesText, paceText } from "./sentences.ts";
import { connect } from "./session/connect.ts";
import { bearer } from "./session/credential.ts";
import type { SavedRuns } from "./session/saved-run.ts";
import type { Started } from "./session/start-session.ts";
import { manifestHash, type Plan, planAll, planRest } from "./upload/plan.ts";
import { type Ending, UploadRun } from "./upload/upload-run.ts";
import type { Complaint, FoundFile, Walked } from "./walk.ts";
import type { World } from "./world.ts";

const RESUME = "The same command with --resume goes on from here.";

/** One upload in a session that is there: sends, waits, tells, and ends with a number. */
export class Sending {
	readonly #command: SendCommand;
	readonly #world: World;
	readonly #meter: Meter;
	readonly #persevere: Persevere;
	readonly #saved: SavedRuns;
	readonly #started: Started;
	readonly #api: Api;
	readonly #run: UploadRun;

	constructor(
		command: SendCommand,
		world: World,
		meter: Meter,
		persevere: Persevere,
		saved: SavedRuns,
		started: Started,
	) {
		this.#command = command;
		this.#world = world;
		this.#meter = meter;
		this.#persevere = persevere;
		this.#saved = saved;
		this.#started = started;
		const { server, limit, parallel } = command;
		const { credential, batch } = started;
		this.#api = connect(server, credential);
		const { clock } = world;
		this.#run = new UploadRun({
			...{ server, limit, parallel, batch, clock },
			credential: bearer(credential),
			api: this.#api,
		});
		world.signal.addEventListener("abort", () => this.#run.stop());
	}

	async run({ files, complaints }: Walked): Promise<ExitCode> {
		const { clock, signal } = this.#world;
		const plan = await this.#plan(files);
		await this.#remember(files);
		if (signal.aborted) this.#run.stop();
		const began = clock.now();
		const running = this.#run.run(plan.files);
		this.#meter.watch(() => this.#run.progress());
		const ending = await running;
		const seconds = (clock.now() - began) / 1000;
		if (ending.how !== "settled") return this.#endedEarly(ending);
		const code = await this.#tell(files, complaints);
		this.#meter.end();
		if (code !== EXIT.done) return code;
		const { done, files: all, bytes } = this.#run.progress();
		const what = done === all ? filesText(all) : `${done} of ${filesText(all)}`;
		// After an earlier run the time is not that of all these bytes.
		const pace = this.#started.earlier === undefined ? `: ${paceText(all, bytes, seconds)}` : "";
		this.#meter.note(`${what} stored and read${pace}.`);
		this.#nameFailures(files, complaints);
		if (this.#command.forget) await this.#forget();
		return this.#run.isWhole && complaints.length === 0 ? EXIT.done : EXIT.someFailed;
	}

	/** What is to be sent; after an earlier run of another list, what is not stored yet. */
	async #plan(files: readonly FoundFile[]): Promise<Plan> {
		const { earlier, batch } = this.#started;
		if (earlier === undefined || earlier.manifest === manifestHash(files)) return planAll(files);
		const isWanted = () => !this.#world.signal.aborted;
		const known = await this.#persevere(() => this.#api.readBatch(batch), isWanted);
		if (!known.ok) return planAll(files);
		const plan = planRest(files, known.value.files);
		for (const n of plan.abandoned) await this.#api.removeFile(n);
		return plan;
	}

	/** Written before a byte moves: a run that is killed can be gone on with too. */
	async #remember(files: readonly FoundFile[]): Promise<void> {
		const { maySave, credential, batch, expiresAt } = this.#started;
		if (!maySave) return;
		const { server, roots } = this.#command;
		const manifest = manifestHash(files);
		try {
			await this.#saved.keep(server, roots, { credential, batch, expiresAt, manifest });
		} catch (error) {
			this.#meter.note(`This run cannot be gone on with later: ${(error as Error).message}`);
		}
	}

	#format(): TableFormat | undefined {
		const { format } = this.#command;
		if (format !== undefined) return format === "none" ? undefined : format;
		return this.#world.stdout.isTTY ? undefined : "json";
	}

	async #tell(files: readonly FoundFile[], complaints: readonly Complaint[]): Promise<ExitCode> {
		const format = this.#format();
		if (format === undefined) return EXIT.done;
		const { out, server, columns } = this.#command;
		const { stdout, signal } = this.#world;
		const run = this.#run;
		const numbered = files.map(({ path, size }, at) => ({ path, size, n: run.numbers[at] ?? 0 }));
		let told = 0;
		this.#meter.watch(() => ({ ...run.progress(), note: `reading the facts: ${told} of ${files.length}` }));
		const rows = readRows(numbered, complaints, {
			...{ api: this.#api, persevere: this.#persevere, run, signal },
			told: () => told++,
		});
		const head = { server, batch: this.#started.batch };
		const written = await writeFacts(rows, head, { format, columns, out, stdout }, signal);
		if (written.ok) return EXIT.done;
		this.#meter.say(printable(written.problem));
		return signal.aborted ? EXIT.interrupted : EXIT.broken;
	}

	#endedEarly(ending: Exclude<Ending, { how: "settled" }>): ExitCode {
		const { bytes, stored } = this.#run.progress();
		this.#meter.end();
		if (ending.how === "refused") {
			this.#meter.say(failureText(this.#command.server, ending.failure));
			return EXIT.refused;
		}
		if (ending.how === "session-ended") {
			this.#meter.say("The session is gone: it was deleted, or has expired. Send everything anew.");
			return EXIT.refused;
		}
		const far = bytes === 0 ? "" : ` ${Math.floor((stored / bytes) * 100)} % is stored.`;
		this.#meter.say(`Stopped.${far}${this.#started.maySave ? ` ${RESUME}` : ""}`);
		return EXIT.interrupted;
	}

	#nameFailures(files: readonly FoundFile[], complaints: readonly Complaint[]): void {
		const run = this.#run;
		for (const [at, { path }] of files.entries()) {
			const problem = run.failure(run.numbers[at] ?? 0);
			if (problem !== undefined) this.#meter.say(printable(`${path}: ${problem.detail}`));
		}
		for (const { path, detail } of complaints) this.#meter.say(printable(`${path}: ${detail}`));
	}

	async #forget(): Promise<void> {
		const forgotten = await this.#persevere(
			() => this.#api.forgetSession(),
			() => !this.#world.signal.aborted,
		);
		if (!forgotten.ok) return this.#meter.say(failureText(this.#command.server, forgotten.problem));
		await this.#saved.forget(this.#command.server, this.#command.roots);
		this.#meter.note("The session and all in it were removed.");
	}
}
