import { beforeEach, describe, expect, it } from "vitest";
import { ACK_MS, StreamSocket } from "../../../client/stream/stream-socket.ts";
import { ackMessage } from "../../../src/protocol/stream/client-message.ts";
import { EPOCH, frame, snapshot } from "../../web/support/frames.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeSocket } from "../support/fake-socket.ts";

let clock: FakeClock;
let socket: FakeSocket;

beforeEach(() => {
	clock = new FakeClock();
	socket = new FakeSocket("/events");
	new StreamSocket(socket, clock, { hello() {}, frame() {}, received() {}, lost() {} });
});

const WINDOW = { min: 0, window: 1_000 };

describe("a server that asks for acknowledgements", () => {
	it("gets at most one a second, and only after new frames", async () => {
		socket.hello(3, WINDOW, { acks: true });
		socket.frame(snapshot(3, []));
		await clock.advance(ACK_MS / 2);
		socket.frame(frame(3, []));
		await clock.advance(ACK_MS);
		socket.frame(frame(4, []));
		await clock.advance(3 * ACK_MS);
		const acks = socket.sent.map((text) => ackMessage.parse(JSON.parse(text)).after);
		expect(acks).toEqual([`${EPOCH}.4`, `${EPOCH}.5`]);
	});

	it("gets none after the socket is lost", async () => {
		socket.hello(3, WINDOW, { acks: true });
		socket.frame(snapshot(3, []));
		socket.drop();
		await clock.advance(3 * ACK_MS);
		expect(socket.sent).toEqual([]);
	});
});

it("any other server gets no acknowledgements", async () => {
	socket.hello(3);
	socket.frame(snapshot(3, []));
	await clock.advance(3 * ACK_MS);
	expect(socket.sent).toEqual([]);
});
