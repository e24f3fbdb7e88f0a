import { expect, test } from "vitest";
import { EventStream, type StreamState } from "../../../client/stream/event-stream.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import { placeFrame } from "../../../src/protocol/stream/place-frame.ts";
import { applyFrame, emptyState } from "../../../src/protocol/stream/session-state.ts";
import { stateHash } from "../../../src/protocol/stream/state-hash.ts";
import { type Chance, property } from "../../support/seed.ts";
import { SimulatedSession, type Weather } from "../../web/support/simulated-session.ts";
import { FakeClock } from "../support/fake-clock.ts";

const STEPS = 40;

/** Milliseconds after which the page must have everything, once the network is well again: the longest pause between two tries, twice. */
const RECOVERY_MS = 150_000;

const WEATHER: readonly [Weather, ...Weather[]] = ["open", "refused", "swallowed"];

/** A page that folds what its stream brings, and remembers each frame that it applied. */
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
			heard: () => {},
			sessionEnded: () => expect.fail("The session did not end."),
		},
	);
	return { state, applied, stream, shown: () => shown };
}

function spoil(session: SimulatedSession, stream: EventStream, random: Chance): void {
	const faults = [
		() => session.cutAll(),
		() => session.swallowAll(),
		() => session.beginAnew(),
		() => stream.check(),
		() => stream.doubt(),
		() => {
			session.loses = 1;
		},
		() => {
			session.socketWeather = random.pick(WEATHER);
			session.cutAll();
		},
		() => {
			session.eventWeather = random.pick(WEATHER);
		},
		() => {
			session.pollWeather = random.pick(WEATHER);
			session.cutsWaiting = random.next() < 0.3;
		},
	] as const;
	random.pick(faults)?.();
}

test("whatever the network does, the page ends where the session is: no change twice, none left out", () =>
	property(60, async (random) => {
		const clock = new FakeClock();
		const session = new SimulatedSession(clock);
		const { state, applied, stream, shown } = page(clock, session);
		stream.start();
		for (let step = 0; step < STEPS; step++) {
			if (random.next() < 0.5) session.write(random);
			if (random.next() < 0.3) spoil(session, stream, random);
			clock.chance = random.next();
			await clock.advance(random.below(random.next() < 0.1 ? 60_000 : 2_000));
		}
		session.socketWeather = session.eventWeather = session.pollWeather = "open";
		session.cutsWaiting = false;
		session.loses = 0;
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
	["sockets", { socketWeather: "refused" }, "live"],
	["sockets that open and say nothing", { socketWeather: "swallowed" }, "live"],
	["sockets and events", { socketWeather: "refused", eventWeather: "refused" }, "polling"],
	["sockets, with events held back", { socketWeather: "refused", eventWeather: "swallowed" }, "polling"],
	[
		"sockets and events, and with every waiting request cut",
		{ socketWeather: "refused", eventWeather: "refused", cutsWaiting: true },
		"polling",
	],
] as const)("without %s every frame of busy work still arrives within three seconds", ([, weather, shows]) =>
	property(5, async (random) => {
		const clock = new FakeClock();
		const session = Object.assign(new SimulatedSession(clock), weather);
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
	["and its lines wait for it", () => {}],
	["and its lines are closed meanwhile", (session: SimulatedSession) => session.cutAll()],
	["and its lines die without a word", (session: SimulatedSession) => session.swallowAll()],
	["and another epoch begins meanwhile", (session: SimulatedSession) => session.beginAnew()],
] as const)("a page that stands still for a minute %s has everything once it goes on", ([, meanwhile]) =>
	property(20, async (random) => {
		const clock = new FakeClock();
		const session = new SimulatedSession(clock);
		session.socketWeather = random.pick(WEATHER);
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
