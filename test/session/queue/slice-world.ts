import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { MAX_ATTEMPTS } from "../../../src/protocol/limits.ts";
import { PARALLEL_FILES, PARALLEL_LARGE_CALLS, SMALL_FILE_BYTES } from "../../../src/session/limits.ts";
import type { ExtractorCall } from "../../../src/session/queue/extractor-call.ts";
import { INTERRUPTED } from "../../../src/session/queue/interrupted.ts";
import type { ReadOutcome } from "../../../src/session/queue/read-outcome.ts";
import type { Lane } from "../../../src/session/queue/read-queue.ts";
import { type FirstLook, runSlice, type SliceDeps } from "../../../src/session/queue/run-slice.ts";
import type { Command } from "../../../src/session/rules/command.ts";
import { testSession } from "../../support/fakes/test-session.ts";
import { VirtualTime } from "../../support/fakes/virtual-time.ts";
import type { Chance } from "../../support/seed.ts";
import {
	type FakeExtractor,
	type FakeHost,
	type FakeWorld,
	type Nature,
	outcomeOf,
} from "./fake-extractors.ts";
import { TryWatch } from "./try-watch.ts";
import { WaitingFiles } from "./waiting-files.ts";

/** What a world is made of. */
export interface SliceWorldDeps {
	readonly chance: Chance;
	/** The extractor that answers the next call. */
	extractor(): FakeExtractor;
	/** How likely storage fails a request, 0–1. */
	readonly storageFailures: number;
}

/**
 * A session whose files are read by simulated extractors, in a time of its own. With every step it checks what must always be true,
 * whatever extractors do: who may read which file, in which order, and at whose cost.
 */
export class SliceWorld implements FakeWorld {
	readonly time = new VirtualTime();
	readonly chance: Chance;
	readonly #deps: SliceWorldDeps;
	readonly #testbed = testSession(undefined, this.time);
	readonly #natures = new Map<number, Nature>();
	readonly #saved = new Map<number, number>();
	readonly #calls = new Set<ExtractorCall>();
	readonly #waiting = new WaitingFiles(this.#testbed.session.state, this.time);
	/** Files that the session looks at or reads itself. */
	readonly #inSession = new Set<number>();
	readonly #tries = new TryWatch({
		time: this.time,
		stateOf: (n) => this.session.file(n)?.state,
		check: (holds, sentence) => this.check(holds, sentence),
	});
	readonly #violations: string[] = [];
	#objects = 0;

	constructor(deps: SliceWorldDeps) {
		this.#deps = deps;
		this.chance = deps.chance;
		this.time.onIdle = () => {
			this.#checkNoLaneStops();
			if (this.#violations.length > 0) throw new Error(this.#violations.join("\n"));
		};
	}

	/** Writes down what is not as it must be: thrown errors would look like those of an extractor. */
	check(holds: boolean, sentence: string): void {
		if (!holds) this.#violations.push(sentence);
	}

	get session() {
		return this.#testbed.session;
	}

	get queue() {
		return this.#testbed.indexes.readQueue;
	}

	sleep(milliseconds: number): Promise<void> {
		return this.time.sleep(milliseconds);
	}

	everyFile(): number[] {
		return [...this.#natures.keys()];
	}

	natureOf(file: number): Nature {
		const nature = this.#natures.get(file);
		if (nature === undefined) throw new Error(`There is no file ${file}.`);
		return nature;
	}

	savedOf(file: number): number {
		return this.#saved.get(file) ?? 0;
	}

	/** Stores a new file. Returns its number. */
	store(key: string, nature: Nature): number {
		this.#store({ key, entry: { name: "file", size: nature.size } }, nature.size);
		const n = this.session.lastFile;
		this.#natures.set(n, nature);
		this.#waiting.touch(n);
		return n;
	}

	/** A person cancels a file, and sends it again. */
	sendAgain(file: number): void {
		const target = { file };
		this.execute({ type: "verb", verb: "cancel", target });
		this.execute({ type: "verb", verb: "retry", target });
		this.#saved.delete(file);
		this.#waiting.sentAgain.add(file);
		if (this.session.file(file)?.state === "expected") this.#store(target, this.natureOf(file).size);
		this.#waiting.touch(file);
	}

	#store(to: { file: number } | { key: string; entry: { name: string; size: number } }, size: number): void {
		this.#objects += 1;
		this.execute({ type: "store", arrivals: [{ object: `o${this.#objects}`, size, to }] });
	}

	/** As the alarm does, with what must be true of every command. */
	execute(command: Command): boolean {
		const stateOf = (n: number) => this.session.file(n)?.state;
		const before = command.type === "start" ? command.files.map(stateOf) : [];
		const { ok } = this.session.execute(command);
		if (command.type === "start")
			for (const [index, n] of command.files.entries()) {
				const isRead = stateOf(n) === "processing";
				if (isRead && before[index] !== "processing") this.#tries.onStart(n);
				else this.#tries.onRefusal(n);
				if (!isRead) this.#leave(n);
			}
		if ("file" in command) {
			this.#waiting.touch(command.file);
			this.#tries.onCommand(command, command.file);
		}
		for (const { n, attempt } of this.session.state.files.values())
			this.check(attempt <= MAX_ATTEMPTS, `File ${n} is tried for the ${attempt}th time.`);
		return ok;
	}

	/** Runs slices, as the alarm does, until no file waits and `events` have happened. */
	async run(events: Promise<void> = Promise.resolve()): Promise<void> {
		let areOver = false;
		const over = events.then(() => {
			areOver = true;
		});
		const work = async () => {
			while (true) {
				const { now } = this.time;
				const at = this.queue.wakeAt(now);
				const arrival = this.queue.arrival();
				if (at !== undefined && at <= now) await runSlice(this.#sliceDeps());
				else if (at !== undefined) await Promise.race([this.sleep(at - now), arrival]);
				else if (areOver) return;
				else await Promise.race([over, arrival]);
			}
		};
		await this.time.run(work());
	}

	#sliceDeps(): SliceDeps {
		return {
			queue: this.queue,
			now: () => this.time.now,
			setTimer: (milliseconds, call) => this.time.setTimer(milliseconds, call),
			random: () => this.chance.next(),
			execute: (command) => this.execute(command),
			settled: async () => {
				await this.sleep(this.chance.below(5));
				this.session.flush();
			},
			look: (file) => this.#look(file),
			readPhoto: (file) => this.#readPhoto(file),
			callExtractor: (call) => this.#callExtractor(call),
		};
	}

	async #askStorage(): Promise<void> {
		await this.sleep(this.chance.below(30));
		if (this.chance.next() < this.#deps.storageFailures) throw new Error("Storage is silent.");
	}

	async #look(file: FileRecord): Promise<FirstLook> {
		const { n } = file;
		this.#take("new", [file]);
		this.#inSession.add(n);
		const { isPhoto } = this.natureOf(n);
		try {
			await this.#askStorage();
			if (!isPhoto) this.#waiting.lookAt(n);
		} catch (error) {
			// Sent again meanwhile: this look ends nothing.
			if (this.queue.isTaken(n)) this.#tries.allow(n, true);
			this.#leave(n);
			throw error;
		}
		if (isPhoto && this.queue.isTaken(n)) this.#tries.allow(n);
		else this.#leave(n);
		return { isPhoto, head: new Uint8Array(0), requests: this.chance.below(2) };
	}

	async #readPhoto({ n }: FileRecord): Promise<ReadOutcome> {
		const read = this.#tries.onReading(n);
		try {
			await this.#askStorage();
			return outcomeOf(this.natureOf(n));
		} finally {
			read();
			this.#leave(n);
		}
	}

	async #callExtractor(call: ExtractorCall): Promise<void> {
		const isLarge = isLargeCall(call);
		const [{ problem } = {}] = call.files;
		const wasInterrupted = problem?.code === INTERRUPTED;
		this.check(
			call.terms.alone === wasInterrupted,
			`Whether a call is alone: ${call.terms.alone}, not ${wasInterrupted}.`,
		);
		this.check(!isLarge || call.files.length === 1, "A large file shares a call.");
		this.#take(isLarge ? "large" : "small", call.files);
		this.#calls.add(call);
		let isOver = false;
		try {
			await this.#deps.extractor()(
				this.#hostOf(call, () => {
					if (isOver) throw new Error("This call is over.");
				}),
				this,
			);
		} finally {
			isOver = true;
			this.#calls.delete(call);
			for (const { n } of call.files) this.#leave(n);
		}
	}

	#hostOf(call: ExtractorCall, check: () => void): FakeHost {
		return {
			files: call.files,
			begin: async (files) => {
				check();
				return this.#tries.begin(call, files);
			},
			isReading: (file) => call.isReading(file),
			end: (file, outcome) => {
				check();
				call.end(file, outcome);
			},
			save: (file) => {
				check();
				if (call.isReading(file)) this.#saved.set(file, this.savedOf(file) + 1);
				call.onSaved(file);
			},
			shouldStop: () => call.terms.shouldStop(),
		};
	}

	#take(lane: Lane, files: readonly FileRecord[]): void {
		const last = files.at(-1)?.ticket ?? 0;
		for (const { n } of files) this.#waiting.take(n);
		for (const { n, ticket } of this.#waiting.of(lane))
			this.check((ticket ?? 0) >= last, `File ${n} waits in ${lane}, but one with a later ticket is taken.`);
	}

	#leave(n: number): void {
		this.#inSession.delete(n);
		this.#waiting.putBack(n);
	}

	/** While a slice may start something, no lane with waiting files rests because of another one. */
	#checkNoLaneStops(): void {
		const [call] = this.#calls;
		if (call === undefined || call.terms.shouldStop() || this.queue.isExtractorSilent) return;
		const large = [...this.#calls].filter(isLargeCall).length;
		const hasRoom = {
			new: this.#inSession.size + this.#waiting.sentAgain.size < PARALLEL_FILES,
			small: large === this.#calls.size,
			large: large < PARALLEL_LARGE_CALLS,
		};
		for (const lane of ["new", "small", "large"] as const)
			for (const { n } of hasRoom[lane] ? this.#waiting.of(lane) : [])
				this.check(false, `File ${n} waits in ${lane} although there is room for it.`);
	}
}

function isLargeCall({ files: [first], terms }: ExtractorCall): boolean {
	return terms.alone || (first?.size ?? 0) > SMALL_FILE_BYTES;
}
