import { describe, expect, test } from "vitest";
import { CallSlots } from "../../src/extractor/call-slots.ts";
import { CONTRACT_VERSION, type FileEvent } from "../../src/extractor/contract.ts";
import { HEARTBEAT_MS, UPDATE_MS } from "../../src/extractor/limits.ts";
import { readJobs } from "../../src/extractor/read-jobs.ts";
import { ok } from "../../src/protocol/result.ts";
import { utf8 } from "../fixtures/bytes.ts";
import { makeFilm } from "../fixtures/mp4.ts";
import { makePng } from "../fixtures/png.ts";
import { MemoryHost, readJobsDeps } from "./memory-host.ts";

const TEXT = utf8("The keeper of the lamp writes the hour into his book.\n\n".repeat(50));
const LONG = utf8(
	Array.from({ length: 60 }, (_, at) => `# ${at}\n\n${"A long sentence. ".repeat(200)}`).join("\n\n"),
);

/** A clock that goes on by `step` milliseconds with each look at it. */
function clock(step: number): () => number {
	let now = 0;
	return () => {
		now += step;
		return now;
	};
}

function stagesOf(
	events: readonly { readonly file: number; readonly event: FileEvent }[],
	file: number,
): string[] {
	return events.flatMap((one) => (one.file === file && "stage" in one.event ? [one.event.stage.stage] : []));
}

function settled(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}

describe("the files of a call", () => {
	test("are begun together, read one after the other, and reported with their stages, text and facts", async () => {
		const host = new MemoryHost([
			[4, TEXT],
			[2, makePng()],
		]);
		await readJobs(host.call(), host, readJobsDeps());
		expect(host.asked[0]).toBe("begin 4 2");
		expect(host.outcomes()).toMatchObject([
			{
				file: 4,
				outcome: {
					ok: true,
					mime: "text/plain",
					lastStage: "completed",
					took: 0,
					facts: { kind: "document" },
				},
			},
			{ file: 2, outcome: { ok: true, mime: "image/png", lastStage: "complete", facts: { kind: "image" } } },
		]);
		expect(stagesOf(host.events, 2)).toEqual(["extraction_start", "extraction_complete"]);
		const { chunks, searchable } = host.tables.progressOf(4);
		expect(chunks).toBeGreaterThan(0);
		expect(searchable).toBe(chunks);
	});

	test("are reported in one message when they are read at once", async () => {
		const host = new MemoryHost(Array.from({ length: 20 }, (_, index) => [index + 1, makePng()] as const));
		await readJobs(host.call(), host, readJobsDeps());
		expect(host.asked.filter((call) => call.startsWith("update"))).toHaveLength(1);
		expect(host.outcomes()).toHaveLength(20);
	});

	test("are reported on the way when they take long", async () => {
		const host = new MemoryHost(Array.from({ length: 20 }, (_, index) => [index + 1, makePng()] as const));
		await readJobs(host.call(), host, readJobsDeps({ now: clock(UPDATE_MS) }));
		expect(host.asked.filter((call) => call.startsWith("update")).length).toBeGreaterThan(10);
	});

	test("are left alone when nobody wants them, from the beginning or any more", async () => {
		const host = new MemoryHost([
			[1, TEXT],
			[2, TEXT],
			[3, TEXT],
		]);
		host.unwanted.add(1);
		const update = host.update.bind(host);
		host.update = (updates) => {
			if (updates.some(({ file }) => file === 2)) host.unwanted.add(3);
			return update(updates);
		};
		await readJobs(host.call(), host, readJobsDeps({ now: clock(UPDATE_MS) }));
		expect(host.outcomes().map(({ file }) => file)).toEqual([2]);
		expect(host.asked.filter((call) => /^read [13] /.test(call))).toEqual([]);
	});

	test("can be refused, with the reason and what they are", async () => {
		const host = new MemoryHost([[1, utf8("%PDF-1.7\nnot a document")]]);
		await readJobs(host.call(), host, readJobsDeps());
		expect(host.outcomes()).toMatchObject([
			{
				outcome: {
					ok: false,
					kind: "document",
					mime: "application/pdf",
					problem: { detail: expect.any(String) },
				},
			},
		]);
	});

	test("do not end when storage fails, and those after them are read", async () => {
		const host = new MemoryHost([
			[1, TEXT],
			[2, TEXT],
		]);
		const read = host.read.bind(host);
		host.read = (file, offset, length) => {
			return file === 1 ? Promise.reject(new Error("R2 is away")) : read(file, offset, length);
		};
		await readJobs(host.call(), host, readJobsDeps());
		expect(host.outcomes()).toMatchObject([
			{ file: 1, outcome: { ok: "source-failed" } },
			{ file: 2, outcome: { ok: true } },
		]);
	});

	test("are read out of their heads where those are enough", async () => {
		const host = new MemoryHost([[1, TEXT]]);
		const jobs = [host.jobOf(1, { head: TEXT.slice() })];
		await readJobs(host.call({ jobs }), host, readJobsDeps());
		expect(host.asked.filter((call) => call.startsWith("read"))).toEqual([]);
		expect(host.outcomes()).toMatchObject([{ outcome: { ok: true } }]);
	});

	test("that are recordings without words name the captions that were tried", async () => {
		const host = new MemoryHost([
			[1, makeFilm({})],
			[2, utf8("no captions")],
		]);
		const sidecars = [{ n: 2, name: "talk.srt", size: 11 }];
		await readJobs(
			host.call({ jobs: [host.jobOf(1, { name: "talk.mp4", sidecars })] }),
			host,
			readJobsDeps(),
		);
		expect(host.outcomes()).toMatchObject([{ outcome: { ok: true, triedCaptions: [2] } }]);
		const found = new MemoryHost([[1, makeFilm({ captions: [[2, "Words."]] })]]);
		await readJobs(found.call(), found, readJobsDeps());
		expect(found.outcomes()[0]?.outcome).not.toHaveProperty("triedCaptions");
	});

	test.each([true, false])(
		"are added to the semantic index where there is one: %s",
		async (semanticIndex) => {
			const host = new MemoryHost([[1, TEXT]]);
			await readJobs(host.call({ semanticIndex }), host, readJobsDeps());
			expect(host.asked.some((call) => call.startsWith("upsert 1 "))).toBe(semanticIndex);
		},
	);

	test("can use the model", async () => {
		const host = new MemoryHost([[1, TEXT]]);
		let asked = 0;
		const model = async () => {
			asked += 1;
			return ok({ response: "nothing that could be used" });
		};
		await readJobs(host.call(), host, readJobsDeps({ model }));
		expect(asked).toBeGreaterThan(0);
		expect(host.outcomes()).toMatchObject([{ outcome: { ok: true } }]);
	});
});

describe("a long document", () => {
	test("ends its turn at a checkpoint and continues there, until it has been read", async () => {
		const whole = new MemoryHost([[1, LONG]]);
		await readJobs(whole.call(), whole, readJobsDeps());
		const host = new MemoryHost([[1, LONG]]);
		let turns = 0;
		while (host.outcomes().at(-1)?.outcome.ok !== true) {
			turns += 1;
			expect(turns).toBeLessThan(100);
			await readJobs(host.call({ milliseconds: 0 }), host, readJobsDeps({ now: clock(1) }));
		}
		expect(turns).toBeGreaterThan(3);
		expect(
			new Set(
				host
					.outcomes()
					.slice(0, -1)
					.map(({ outcome }) => outcome.ok),
			),
		).toEqual(new Set(["later"]));
		expect(host.tables.chunks(1, 0, 10_000)).toEqual(whole.tables.chunks(1, 0, 10_000));
		expect(host.tables.progressOf(1)).toMatchObject({
			searchable: whole.tables.progressOf(1).chunks,
			textBatches: 0,
		});
	});

	test("stops when other files wait", async () => {
		const host = new MemoryHost([[1, LONG]]);
		host.stop = true;
		await readJobs(host.call(), host, readJobsDeps({ now: clock(UPDATE_MS) }));
		expect(host.outcomes()).toMatchObject([{ outcome: { ok: "later" } }]);
	});
});

describe("a call", () => {
	test("of another version of the contract is refused before anything begins", async () => {
		const host = new MemoryHost([[1, TEXT]]);
		const call = host.call({ version: CONTRACT_VERSION + 1 });
		await expect(readJobs(call, host, readJobsDeps())).rejects.toThrow(/version/);
		expect(host.asked).toEqual([]);
	});

	test("begins no file before it is admitted, gives signs of life from its beginning to its end, and then leaves", async () => {
		const slots = new CallSlots(1);
		const leave = await slots.enter(false);
		const host = new MemoryHost([[1, TEXT]]);
		const timers: { readonly milliseconds: number; readonly work: () => void; isOn: boolean }[] = [];
		const every = (milliseconds: number, work: () => void) => {
			const timer = { milliseconds, work, isOn: true };
			timers.push(timer);
			return () => {
				timer.isOn = false;
			};
		};
		const reading = readJobs(host.call(), host, readJobsDeps({ slots, every }));
		await settled();
		expect(host.asked).toEqual([]);
		timers[0]?.work();
		await settled();
		expect(host.asked).toEqual(["update "]);
		leave();
		await reading;
		expect(timers.map(({ milliseconds, isOn }) => [milliseconds, isOn])).toEqual([[HEARTBEAT_MS, false]]);
		expect(host.outcomes()).toHaveLength(1);
		(await slots.enter(true))();
	});

	test.each(["begin", "update"] as const)(
		"whose session is gone at its %s throws, and lets the next call in",
		async (method) => {
			const slots = new CallSlots(1);
			const host = new MemoryHost([[1, TEXT]]);
			const gone = () => Promise.reject(new Error("This call is over."));
			Object.assign(host, { [method]: gone });
			let isStopped = false;
			const every = () => () => {
				isStopped = true;
			};
			await expect(readJobs(host.call(), host, readJobsDeps({ slots, every }))).rejects.toThrow(
				"This call is over.",
			);
			expect(isStopped).toBe(true);
			(await slots.enter(true))();
		},
	);
});
