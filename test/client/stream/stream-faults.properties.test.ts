import { expect, test } from "vitest";
import { EventStream, type StreamState } from "../../../client/stream/event-stream.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import { placeFrame } from "../../../src/protocol/stream/place-frame.ts";
import { applyFrame, emptyState } from "../../../src/protocol/stream/session-state.ts";
import { stateHash } from "../../../src/protocol/stream/state-hash.ts";
import { type Chance, property } from "../../support/seed.ts";
import { type NetworkCondition, SimulatedSession } from "../../web/support/simulated-session.ts";
import { FakeClock } from "../support/fake-clock.ts";

const STEPS = 40;

/** Once the network works again, milliseconds until the page must have everything: twice the longest pause between two tries. */
const RECOVERY_MS = 150_000;

const WEATHER: readonly [NetworkCondition, ...NetworkCondition[]] = ["open", "refused", "swallowed"];

/** A page that applies what its stream brings, and records each applied frame. */
function page(clock: FakeClock, session: SimulatedSession, isAlwaysBusy = false) {
	const state = emptyState();
	const applied: Frame[] = [];
	let shown: StreamState = "connecting";
	const cursor = () => (state.epoch === "" ? undefined : { epoch: state.epoch, seq: state.seq });
	const stream = new EventStream(
		{ clock, online: () => true, ...session.edges },
		{
			cursor,
			busy: () => isAlwaysBusy || state.totals.states.queued + state.totals.states.processing > 0,
			frame(frame) {
				const placement = placeFrame(cursor(), frame);
				if (placement === "apply" || placement === "reset") {
					applyFrame(state, frame);
					applied.push(frame);
				}
				return placement;
			},
			state: (next) => {
				shown = next;
			},
			received: () => {},
			sessionEnded: () => expect.fail("The session did not end."),
		},
	);
	return { state, applied, stream, shown: () => shown };
}

function injectFault(session: SimulatedSession, stream: EventStream, random: Chance): void {
	const faults = [
		() => session.cutAll(),
		() => session.silenceAll(),
		() => session.startNewEpoch(),
		() => stream.check(),
		() => stream.probe(),
		() => {
			session.framesToLose = 1;
		},
		() => {
			session.socketCondition = random.pick(WEATHER);
			session.cutAll();
		},
		() => {
			session.eventCondition = random.pick(WEATHER);
		},
		() => {
			session.pollCondition = random.pick(WEATHER);
			session.cutsWaitingPolls = random.next() < 0.3;
		},
	] as const;
	random.pick(faults)?.();
}

test("whatever the network does, the page ends in the session's state: no change twice, none missing", () =>
	property(60, async (random) => {
		const clock = new FakeClock();
		const session = new SimulatedSession(clock);
		const { state, applied, stream, shown } = page(clock, session);
		stream.start();
		for (let step = 0; step < STEPS; step++) {
			if (random.next() < 0.5) session.write(random);
			if (random.next() < 0.3) injectFault(session, stream, random);
			clock.chance = random.next();
			await clock.advance(random.below(random.next() < 0.1 ? 60_000 : 2_000));
		}
		session.socketCondition = session.eventCondition = session.pollCondition = "open";
		session.cutsWaitingPolls = false;
		session.framesToLose = 0;
		await clock.advance(RECOVERY_MS);
		session.write(random);
		await clock.advance(100);
		expect(shown()).toBe("live");
		expect(stateHash(state)).toBe(stateHash(session.state));
		for (const [index, frame] of applied.entries())
			if (!frame.reset)
				expect([frame.epoch, frame.from]).toEqual([applied[index - 1]?.epoch, applied[index - 1]?.to]);
		stream.stop();
	}));

test.for([
	["sockets", { socketCondition: "refused" }, "live"],
	["sockets that stay silent", { socketCondition: "swallowed" }, "live"],
	["sockets and events", { socketCondition: "refused", eventCondition: "refused" }, "polling"],
	[
		"sockets, and with buffered events",
		{ socketCondition: "refused", eventCondition: "swallowed" },
		"polling",
	],
	[
		"sockets and events, and with every long-poll cut off",
		{ socketCondition: "refused", eventCondition: "refused", cutsWaitingPolls: true },
		"polling",
	],
] as const)(
	"without %s, every frame still arrives within seconds while there is work",
	([, conditions, shows]) =>
		property(5, async (random) => {
			const clock = new FakeClock();
			const session = Object.assign(new SimulatedSession(clock), conditions);
			const { state, stream, shown } = page(clock, session, true);
			for (let frame = 0; frame < 10; frame++) session.write(random);
			stream.start();
			await clock.advance(60_000);
			for (let frame = 0; frame < 20; frame++) {
				session.write(random);
				await clock.advance(4_000);
				expect(stateHash(state)).toBe(stateHash(session.state));
			}
			expect(shown()).toBe(shows);
			stream.stop();
		}),
);

test.for([
	["while its connections wait", () => {}],
	["while its connections are closed", (session: SimulatedSession) => session.cutAll()],
	["while its connections die silently", (session: SimulatedSession) => session.silenceAll()],
	["while another epoch begins", (session: SimulatedSession) => session.startNewEpoch()],
] as const)("a page that is frozen for a minute %s has everything afterwards", ([, meanwhile]) =>
	property(20, async (random) => {
		const clock = new FakeClock();
		const session = new SimulatedSession(clock);
		session.socketCondition = random.pick(WEATHER);
		const { state, stream } = page(clock, session, true);
		stream.start();
		await clock.advance(random.below(5_000));
		for (let frame = 0; frame < 5; frame++) session.write(random);
		meanwhile(session);
		for (let frame = 0; frame < 5; frame++) session.write(random);
		clock.sleep(60_000);
		stream.check();
		await clock.advance(RECOVERY_MS);
		expect(stateHash(state)).toBe(stateHash(session.state));
		stream.stop();
	}),
);
