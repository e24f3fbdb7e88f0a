import { beforeEach, describe, expect, it } from "vitest";
import type { Target, Verb } from "../../../src/protocol/command-message.ts";
import { problem } from "../../../src/protocol/problem.ts";
import { ok, refuse } from "../../../src/protocol/result.ts";
import { refusal } from "../../../web/edges/failure.ts";
import { createPersevere } from "../../../web/edges/persevere.ts";
import { FileCommands } from "../../../web/models/file-commands.ts";
import { Notices } from "../../../web/models/notices.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { record } from "../support/frames.ts";

let clock: FakeClock;
let notices: Notices;
let heard: string[];
let resent: number[];
let answers: ("lost" | "refused")[];
let commands: FileCommands;

const nameOf = (target: Target) =>
	target === "session" ? target : "file" in target ? `${target.file}` : target.key;

beforeEach(() => {
	clock = new FakeClock();
	notices = new Notices(clock);
	heard = [];
	resent = [];
	answers = [];
	commands = new FileCommands({
		api: {
			async order(verb: Verb, target: Target) {
				heard.push(`${verb} ${nameOf(target)}`);
				const next = answers.shift();
				if (next === "lost") return refuse({ kind: "network" });
				if (next === "refused") return refuse(refusal(409, problem("wrong-state", "It is finished."), null));
				return ok({ changed: 1, cursor: "epoch1.1" });
			},
			removeFile: async () => ok(null),
		},
		uploads: {
			canResend: (n) => n === 7,
			resend: async (n) => {
				resent.push(n);
			},
			resendAll: async (isMeant) => {
				resent.push(...[7, 8].filter(isMeant));
				return resent.length;
			},
		},
		session: {
			record: (n) => record(n, { batch: n }),
			batchKey: (batch) => `batch-${batch}`,
		},
		persevere: createPersevere(clock),
		notices,
	});
});

describe("an order", () => {
	it("is told to the server", async () => {
		await commands.order("pause", { file: 3 });
		await commands.order("cancel", { key: "holiday" });
		await commands.order("resume", "session");
		expect(heard).toEqual(["pause 3", "cancel holiday", "resume session"]);
		expect(notices.current.value).toBeUndefined();
	});

	it("that is refused says why", async () => {
		answers = ["refused"];
		await commands.order("cancel", { file: 3 });
		expect(notices.current.value).toEqual({ text: "It is finished.", tone: "bad" });
	});

	it("that nobody hears is said, and repeated until somebody does", async () => {
		answers = ["lost", "lost"];
		const given = commands.order("pause", "session");
		await clock.advance(60_000);
		await given;
		expect(heard).toEqual(["pause session", "pause session", "pause session"]);
	});

	it("gives way to a newer one about the same", async () => {
		answers = ["lost"];
		const first = commands.order("pause", "session");
		const second = commands.order("resume", "session");
		await clock.advance(60_000);
		await Promise.all([first, second]);
		expect(heard).toEqual(["pause session", "resume session"]);
	});
});

describe("a retry", () => {
	it("sends again what failed on its way here, and needs no server for one such file", async () => {
		await commands.order("retry", { file: 7 });
		expect({ resent, heard }).toEqual({ resent: [7], heard: [] });
	});

	it("of a batch sends again what failed of this batch, and asks the server for the rest", async () => {
		await commands.order("retry", { key: "batch-8" });
		expect({ resent, heard }).toEqual({ resent: [8], heard: ["retry batch-8"] });
	});

	it("of everything means everything", async () => {
		await commands.order("retry", "session");
		expect({ resent, heard }).toEqual({ resent: [7, 8], heard: ["retry session"] });
	});
});
