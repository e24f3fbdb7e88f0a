import { beforeEach, describe, expect, it } from "vitest";
import { parseRefusal } from "../../../../client/http/failure.ts";
import { createRetry } from "../../../../client/http/retry.ts";
import type { SessionInfo } from "../../../../src/protocol/http/reply.ts";
import { problem } from "../../../../src/protocol/problem.ts";
import { ok, refuse } from "../../../../src/protocol/result.ts";
import { emptyState } from "../../../../src/protocol/stream/session-state.ts";
import { Connection } from "../../../../web/models/session/connection.ts";
import { SessionLifecycle } from "../../../../web/models/session/session-lifecycle.ts";
import { SessionSaver } from "../../../../web/models/session/session-saver.ts";
import { FakeBrowser, FakePage } from "../../support/fake-page.ts";
import { FakeSessionServer } from "../../support/fake-session-server.ts";
import { FakeSessionStore } from "../../support/fake-session-store.ts";
import { created } from "../../support/frames.ts";

let calls: string[];
/** The session that the cookie names, if any. */
let cookie: string | undefined;
let opened: number;
/** How many of the next requests get no answer. */
let unanswered: number;
let page: FakePage;
let store: FakeSessionStore;
/** Calls of the leader election. */
let electionCalls: string[];
let connection: Connection;
let lifecycle: SessionLifecycle;

function info(id: string): SessionInfo {
	const usage = { rowsWritten: 0, bytesRead: 0, reads: 0 };
	return { id, openedAt: 0, expiresAt: 0, totals: emptyState().totals, gauges: {}, usage };
}

beforeEach(() => {
	calls = [];
	electionCalls = [];
	cookie = undefined;
	opened = 0;
	unanswered = 0;
	page = new FakePage(new FakeBrowser(), new FakeSessionServer());
	const { clock, session, uploads, locks, notices } = page;
	connection = new Connection(clock);
	store = new FakeSessionStore();
	const saver = new SessionSaver({
		store,
		streamed: session.streamed,
		clock,
		yieldToLoop: async () => {},
		lastMessageAt: () => connection.lastMessageAt,
		newStamp: () => "stamp",
		isShared: false,
	});
	saver.allowWrites(true);
	const unknown = () => refuse(parseRefusal(401, problem("unauthorized", "Who?"), null));
	lifecycle = new SessionLifecycle({
		api: {
			async ensureSession() {
				calls.push("ensure");
				if (unanswered-- > 0) return refuse({ kind: "network" });
				cookie ??= `session-${++opened}`;
				return ok(info(cookie));
			},
			async deleteSession() {
				calls.push("delete");
				if (cookie === undefined) return unknown();
				cookie = undefined;
				return ok(null);
			},
		},
		retry: createRetry(clock),
		locks,
		stream: { start: () => calls.push("start"), stop: () => calls.push("stop") },
		session,
		saver,
		election: {
			join: async (id) => {
				electionCalls.push(`join ${id}`);
			},
			leave: (why) => electionCalls.push(why),
		},
		sending: uploads,
		connection,
		notices,
	});
});

describe("a session's life", () => {
	it("creates a session if the cookie names none, and continues one that it names", async () => {
		await lifecycle.start();
		expect(calls).toEqual(["ensure", "start"]);
		calls = [];
		await lifecycle.start();
		expect(calls).toEqual(["ensure", "start"]);
		expect(opened).toBe(1);
	});

	it("waits for a server that does not answer, and shows that", async () => {
		unanswered = 3;
		const started = lifecycle.start();
		await page.settle();
		expect(connection.state.value).toBe("offline");
		await page.clock.advance(60_000);
		await started;
		expect(calls.at(-1)).toBe("start");
		expect(opened).toBe(1);
	});

	it("starts over when the server no longer has it, and says so", async () => {
		await lifecycle.start();
		await page.drop("a.jpg");
		cookie = undefined;
		lifecycle.sessionEnded();
		await page.settle();
		expect(opened).toBe(2);
		expect(page.names()).toEqual([]);
		expect(page.notices.current.value?.text).toMatch(/no longer on the server/);
	});

	it("takes the session that another tab has opened meanwhile", async () => {
		await lifecycle.start();
		cookie = "from another tab";
		lifecycle.sessionEnded();
		await page.settle();
		expect(opened).toBe(1);
		expect(calls.at(-1)).toBe("start");
	});

	it("deletes everything on request", async () => {
		await lifecycle.start();
		await page.drop("a.jpg");
		calls = [];
		await lifecycle.forget();
		await page.settle();
		expect(calls).toEqual(["delete", "stop", "ensure", "start"]);
		expect(page.names()).toEqual([]);
	});

	it.each([
		["continues from the saved list", "kept", ["IMG_1.jpg"]],
		["discards a saved list of another session", "another", []],
	])("%s", async (_, session, names) => {
		cookie = "kept";
		const changes = [{ batch: 1, key: "drop", at: 1 }, created(1)];
		const chunks = new Map([[0, JSON.stringify(changes)]]);
		const cursor = { epoch: "epoch9", seq: 4 };
		await store.save({ session, cursor, at: 1, stamp: "old", basedOn: undefined, chunks });
		page.close();
		page.session.clear();
		await lifecycle.start();
		await page.settle();
		expect(page.names()).toEqual(names);
		expect(page.session.cursor()).toEqual(names.length > 0 ? cursor : undefined);
	});

	it("lets another tab lead when its page is left, and rejoins when it is shown again", async () => {
		cookie = "mine";
		await lifecycle.start();
		lifecycle.suspend();
		expect(electionCalls).toEqual(["join mine", "leaving"]);
		await lifecycle.resume();
		expect(electionCalls.at(-1)).toBe("join mine");
		expect(calls).toEqual(["ensure", "start", "stop", "start"]);
		lifecycle.sessionEnded();
		expect(electionCalls.at(-1)).toBe("ended");
	});
});
