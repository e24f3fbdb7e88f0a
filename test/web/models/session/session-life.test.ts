import { beforeEach, describe, expect, it } from "vitest";
import { refusal } from "../../../../client/http/failure.ts";
import { createPersevere } from "../../../../client/http/retry.ts";
import type { SessionInfo } from "../../../../src/protocol/http/reply.ts";
import { problem } from "../../../../src/protocol/problem.ts";
import { ok, refuse } from "../../../../src/protocol/result.ts";
import { emptyState } from "../../../../src/protocol/stream/session-state.ts";
import { Connection } from "../../../../web/models/session/connection.ts";
import { SessionLife } from "../../../../web/models/session/session-life.ts";
import { SessionKeeper } from "../../../../web/models/session/session-saver.ts";
import { FakeBrowser, FakePage } from "../../support/fake-page.ts";
import { FakeSessionServer } from "../../support/fake-session-server.ts";
import { FakeSessionStore } from "../../support/fake-session-store.ts";
import { created } from "../../support/frames.ts";

let asked: string[];
/** The session that the cookie names; none when it was forgotten. */
let cookie: string | undefined;
let opened: number;
/** How many of the next requests get no answer. */
let deaf: number;
let page: FakePage;
let store: FakeSessionStore;
/** What was said of leading. */
let led: string[];
let connection: Connection;
let life: SessionLife;

function info(id: string): SessionInfo {
	const usage = { rowsWritten: 0, bytesRead: 0, reads: 0 };
	return { id, openedAt: 0, expiresAt: 0, totals: emptyState().totals, gauges: {}, usage };
}

beforeEach(() => {
	asked = [];
	led = [];
	cookie = undefined;
	opened = 0;
	deaf = 0;
	page = new FakePage(new FakeBrowser(), new FakeSessionServer());
	const { clock, session, uploads, locks, notices } = page;
	connection = new Connection(clock);
	store = new FakeSessionStore();
	const keeper = new SessionKeeper({
		store,
		streamed: session.streamed,
		clock,
		breathe: async () => {},
		heardAt: () => connection.heardAt,
		newStamp: () => "stamp",
		isShared: false,
	});
	keeper.mayWrite(true);
	const unknown = () => refuse(refusal(401, problem("unauthorized", "Who?"), null));
	life = new SessionLife({
		api: {
			async enterSession() {
				asked.push("enter");
				if (deaf-- > 0) return refuse({ kind: "network" });
				cookie ??= `session-${++opened}`;
				return ok(info(cookie));
			},
			async forgetSession() {
				asked.push("forget");
				if (cookie === undefined) return unknown();
				cookie = undefined;
				return ok(null);
			},
		},
		persevere: createPersevere(clock),
		locks,
		stream: { start: () => asked.push("listen"), stop: () => asked.push("hang up") },
		session,
		keeper,
		lead: {
			begin: async (id) => {
				led.push(`begin ${id}`);
			},
			end: (why) => led.push(why),
		},
		sending: uploads,
		connection,
		notices,
	});
});

describe("a session's life", () => {
	it("begins anew when the cookie names none, and goes on when it names one", async () => {
		await life.start();
		expect(asked).toEqual(["enter", "listen"]);
		asked = [];
		await life.start();
		expect(asked).toEqual(["enter", "listen"]);
		expect(opened).toBe(1);
	});

	it("waits for a server that does not answer, and says so", async () => {
		deaf = 3;
		const started = life.start();
		await page.rest();
		expect(connection.state.value).toBe("offline");
		await page.clock.advance(60_000);
		await started;
		expect(asked.at(-1)).toBe("listen");
		expect(opened).toBe(1);
	});

	it("starts fresh when the server has forgotten it, and says so", async () => {
		await life.start();
		await page.drop("a.jpg");
		cookie = undefined;
		life.ended();
		await page.rest();
		expect(opened).toBe(2);
		expect(page.names()).toEqual([]);
		expect(page.notices.current.value?.text).toMatch(/no longer has this session/);
	});

	it("takes the session that another tab has opened meanwhile", async () => {
		await life.start();
		cookie = "from another tab";
		life.ended();
		await page.rest();
		expect(opened).toBe(1);
		expect(asked.at(-1)).toBe("listen");
	});

	it("forgets everything when a person asks for it", async () => {
		await life.start();
		await page.drop("a.jpg");
		asked = [];
		await life.forget();
		await page.rest();
		expect(asked).toEqual(["forget", "hang up", "enter", "listen"]);
		expect(page.names()).toEqual([]);
	});

	it.each([
		["goes on from the list that was kept", "kept", ["IMG_1.jpg"]],
		["throws away a list that was kept of another session", "another", []],
	])("%s", async (_, session, names) => {
		cookie = "kept";
		const changes = [{ batch: 1, key: "drop", at: 1 }, created(1)];
		const chunks = new Map([[0, JSON.stringify(changes)]]);
		const cursor = { epoch: "epoch9", seq: 4 };
		await store.save({ session, cursor, at: 1, stamp: "old", onTopOf: undefined, chunks });
		page.close();
		page.session.clear();
		await life.start();
		await page.rest();
		expect(page.names()).toEqual(names);
		expect(page.session.cursor()).toEqual(names.length > 0 ? cursor : undefined);
	});

	it("lets another tab lead when its page is left, and comes back when that is shown again", async () => {
		cookie = "mine";
		await life.start();
		life.rest();
		expect(led).toEqual(["begin mine", "leaving"]);
		await life.wake();
		expect(led.at(-1)).toBe("begin mine");
		expect(asked).toEqual(["enter", "listen", "hang up", "listen"]);
		life.ended();
		expect(led.at(-1)).toBe("ended");
	});
});
