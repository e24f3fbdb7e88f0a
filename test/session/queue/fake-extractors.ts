import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import type { ReadOutcome } from "../../../src/session/queue/read-outcome.ts";
import type { Chance } from "../../support/seed.ts";

/** What a simulated file is. */
export interface Nature {
	readonly size: number;
	readonly isPhoto: boolean;
	/** Checkpoints that reading it takes. */
	readonly checkpoints: number;
	/** It can never be read. */
	readonly isDamaged: boolean;
	/** It kills every extractor that reads it. */
	readonly kills: boolean;
}

/** The session's side of a call as an extractor sees it: once the call is over, everything throws, as with `SessionHost`. */
export interface FakeHost {
	readonly files: readonly FileRecord[];
	begin(files: readonly number[]): Promise<readonly number[]>;
	isReading(file: number): boolean;
	end(file: number, outcome: ReadOutcome): void;
	save(file: number): void;
	shouldStop(): boolean;
}

/** What simulated extractors know of the world that they are in. */
export interface FakeWorld {
	readonly chance: Chance;
	sleep(milliseconds: number): Promise<void>;
	natureOf(file: number): Nature;
	/** Checkpoints of a file that are saved. */
	savedOf(file: number): number;
	/** Every file of the session. */
	everyFile(): readonly number[];
	/** Writes down what is not as it must be. */
	check(holds: boolean, sentence: string): void;
}

/** How a simulated extractor behaves in one call. */
export type FakeExtractor = (host: FakeHost, world: FakeWorld) => Promise<void>;

/** How reading a file of this nature ends. */
export function outcomeOf({ isPhoto, isDamaged }: Nature): ReadOutcome {
	const kind = isPhoto ? "image" : "document";
	const mime = isPhoto ? "image/jpeg" : "text/plain";
	if (isDamaged) {
		const problem = { code: "unreadable", detail: "This file is damaged and could not be read." };
		return { ok: false, problem, kind, mime, requests: 0 };
	}
	const rest = { fields: 1, took: 1, completeness: 1, confidence: 1, thumbnail: false };
	return { ok: true, found: { stage: "complete", kind, mime, ...rest }, requests: 1 };
}

function numbersOf({ files }: FakeHost): number[] {
	return files.map(({ n }) => n);
}

/** Reads one file to its end, or until it is to stop at a checkpoint. */
async function readFile(file: number, pace: number, host: FakeHost, world: FakeWorld): Promise<void> {
	const nature = world.natureOf(file);
	const pause = () => world.sleep(1 + world.chance.below(pace));
	await pause();
	while (world.savedOf(file) < nature.checkpoints) {
		host.save(file);
		await pause();
		if (nature.kills) throw new Error("Killed by the file.");
		if (host.shouldStop()) return host.end(file, { ok: "later", requests: 1 });
	}
	if (nature.kills) throw new Error("Killed by the file.");
	host.end(file, outcomeOf(nature));
}

/** Does what it should, taking up to `pace` milliseconds a step. */
function honest(pace: number): FakeExtractor {
	return async (host, world) => {
		const begun = await host.begin(numbersOf(host));
		for (const file of begun) if (host.isReading(file)) await readFile(file, pace, host, world);
	};
}

/** Reads some of its files, and then calls back no more. */
async function readSome(host: FakeHost, world: FakeWorld): Promise<void> {
	const begun = await host.begin(numbersOf(host));
	const some = begun.slice(0, world.chance.below(begun.length + 1));
	for (const file of some) if (host.isReading(file)) await readFile(file, 50, host, world);
	const [next] = begun.slice(some.length);
	if (next === undefined || world.chance.below(2) === 0) return;
	if (world.savedOf(next) < world.natureOf(next).checkpoints) host.save(next);
}

/** Everything that an extractor may do, from what it should to what it never should. */
export const EXTRACTORS = {
	honest: honest(20),
	late: honest(4_000),
	async "dies before it begins"(_host, { sleep, chance }) {
		await sleep(chance.below(20_000));
		throw new Error("Killed.");
	},
	async "returns before it begins"() {},
	async "dies after it has begun"(host, world) {
		await readSome(host, world);
		throw new Error("Killed.");
	},
	"returns without ending": readSome,
	async "begins one file after the other"(host, world) {
		for (const file of numbersOf(host)) {
			const [begun] = await host.begin([file]);
			if (begun !== undefined) await readFile(begun, 20, host, world);
		}
	},
	async "begins and ends everything twice"(host, world) {
		const problem = { code: "repeated", detail: "It has ended before." };
		for (let round = 0; round < 2; round++) {
			await honest(20)(host, world);
			for (const file of numbersOf(host))
				host.end(file, { ok: false, problem, kind: "other", mime: "text/plain", requests: 1 });
		}
	},
	async "speaks of files that it was not given"(host, world) {
		const strangers = world.everyFile().filter((file) => !numbersOf(host).includes(file));
		const problem = { code: "stranger", detail: "It was not given." };
		const begun = await host.begin(world.chance.shuffle([...strangers, ...numbersOf(host), 999_999]));
		world.check(!begun.some((file) => strangers.includes(file)), "A file is begun that was not given.");
		for (const file of [...strangers, 999_999]) {
			host.save(file);
			host.end(file, { ok: false, problem, kind: "other", mime: "text/plain", requests: 1 });
		}
		for (const file of begun) await readFile(file, 20, host, world);
	},
	async "ends files before it begins them"(host, world) {
		for (const { n } of host.files) host.end(n, outcomeOf(world.natureOf(n)));
		await honest(20)(host, world);
	},
	async "goes on although its session has given it up"(host, world) {
		const begun = await host.begin(numbersOf(host));
		void goOn(begun, host, world);
		await world.sleep(world.chance.below(200));
		throw new Error("Silent for too long.");
	},
} satisfies Record<string, FakeExtractor>;

/** What it does after it was given up is refused; how far it comes before that is left to chance. */
async function goOn(begun: readonly number[], host: FakeHost, world: FakeWorld): Promise<void> {
	try {
		for (const file of begun) await readFile(file, 100, host, world);
	} catch {
		await host.begin(begun).then(
			() => world.check(false, "A call that is over begins a file."),
			() => {},
		);
	}
}
