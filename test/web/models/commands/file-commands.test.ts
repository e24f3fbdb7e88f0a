import { beforeEach, describe, expect, it } from "vitest";
import { refusal } from "../../../../client/http/failure.ts";
import { problem } from "../../../../src/protocol/problem.ts";
import { ok, refuse } from "../../../../src/protocol/result.ts";
import type { Target } from "../../../../src/protocol/stream/command-message.ts";
import { FileCommands } from "../../../../web/models/commands/file-commands.ts";
import { Notices } from "../../../../web/models/notices.ts";
import { FakeClock } from "../../../client/support/fake-clock.ts";
import { record } from "../../support/frames.ts";

let notices: Notices;
let heard: string[];
let resent: number[];
let isRefused: boolean;
let commands: FileCommands;

const nameOf = (target: Target) =>
	target === "session" ? target : "file" in target ? `${target.file}` : target.key;

beforeEach(() => {
	notices = new Notices(new FakeClock());
	heard = [];
	resent = [];
	isRefused = false;
	commands = new FileCommands({
		sending: {
			async order(does, target) {
				heard.push(`${does} ${nameOf(target)}`);
				if (isRefused) return refuse(refusal(409, problem("wrong-state", "It is finished."), null));
				return ok({ changed: 1, cursor: "epoch1.1" });
			},
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
		isRefused = true;
		await commands.order("cancel", { file: 3 });
		expect(notices.current.value).toEqual({ text: "It is finished.", tone: "bad" });
	});

	it("to remove one answers whether it is gone", async () => {
		expect(await commands.remove(4)).toBe(true);
		isRefused = true;
		expect(await commands.remove(4)).toBe(false);
		expect(heard).toEqual(["remove 4", "remove 4"]);
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
