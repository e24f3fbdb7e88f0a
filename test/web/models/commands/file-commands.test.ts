import { beforeEach, describe, expect, it } from "vitest";
import { parseRefusal } from "../../../../client/http/failure.ts";
import { problem } from "../../../../src/protocol/problem.ts";
import { ok, refuse } from "../../../../src/protocol/result.ts";
import type { Target } from "../../../../src/protocol/stream/command-message.ts";
import { FileCommands } from "../../../../web/models/commands/file-commands.ts";
import { Notices } from "../../../../web/models/notices.ts";
import { FakeClock } from "../../../client/support/fake-clock.ts";
import { record } from "../../support/frames.ts";

let notices: Notices;
let sent: string[];
let resent: number[];
let isRefused: boolean;
let commands: FileCommands;

const nameOf = (target: Target) =>
	target === "session" ? target : "file" in target ? `${target.file}` : target.key;

beforeEach(() => {
	notices = new Notices(new FakeClock());
	sent = [];
	resent = [];
	isRefused = false;
	commands = new FileCommands({
		sending: {
			async sendCommand(does, target) {
				sent.push(`${does} ${nameOf(target)}`);
				if (isRefused) return refuse(parseRefusal(409, problem("wrong-state", "It is finished."), null));
				return ok({ changed: 1, cursor: "epoch1.1" });
			},
			canResend: (n) => n === 7,
			resend: async (n) => {
				resent.push(n);
			},
			resendAll: async (isSelected) => {
				resent.push(...[7, 8].filter(isSelected));
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

describe("a command", () => {
	it("is sent to the server", async () => {
		await commands.run("pause", { file: 3 });
		await commands.run("cancel", { key: "holiday" });
		await commands.run("resume", "session");
		expect(sent).toEqual(["pause 3", "cancel holiday", "resume session"]);
		expect(notices.current.value).toBeUndefined();
	});

	it("that is refused shows why", async () => {
		isRefused = true;
		await commands.run("cancel", { file: 3 });
		expect(notices.current.value).toEqual({ text: "It is finished.", tone: "bad" });
	});

	it("to remove a file returns whether it is gone", async () => {
		expect(await commands.remove(4)).toBe(true);
		isRefused = true;
		expect(await commands.remove(4)).toBe(false);
		expect(sent).toEqual(["remove 4", "remove 4"]);
	});
});

describe("a retry", () => {
	it("resends what this page failed to send, without the server for a single such file", async () => {
		await commands.run("retry", { file: 7 });
		expect({ resent, sent }).toEqual({ resent: [7], sent: [] });
	});

	it("of a batch resends its failed files, and asks the server to retry the rest", async () => {
		await commands.run("retry", { key: "batch-8" });
		expect({ resent, sent }).toEqual({ resent: [8], sent: ["retry batch-8"] });
	});

	it("of everything covers all files", async () => {
		await commands.run("retry", "session");
		expect({ resent, sent }).toEqual({ resent: [7, 8], sent: ["retry session"] });
	});
});
