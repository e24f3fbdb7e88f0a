import { beforeEach, describe, expect, it } from "vitest";
import { Connection, connectionLabel, STALE_AFTER_MS } from "../../../../web/models/session/connection.ts";
import { FakeClock } from "../../../client/support/fake-clock.ts";

let clock: FakeClock;
let connection: Connection;

beforeEach(() => {
	clock = new FakeClock();
	connection = new Connection(clock);
});

describe("the connection", () => {
	it("is stale once the last message is longer ago than a heartbeat may take", async () => {
		connection.messageReceived();
		const last = clock.now();
		await clock.advance(STALE_AFTER_MS - 1);
		expect(connection.staleSince.value).toBeUndefined();
		await clock.advance(1);
		expect(connection.staleSince.value).toBe(last);
		connection.messageReceived();
		expect(connection.staleSince.value).toBeUndefined();
	});

	it("is stale at once for an old list out of storage", async () => {
		const yesterday = clock.now() - 86_400_000;
		connection.messageReceived(yesterday);
		await clock.advance(0);
		expect(connection.staleSince.value).toBe(yesterday);
	});

	it("says so in its label, and when it is offline", () => {
		expect(connectionLabel("live").label).toBe("Live");
		expect(connectionLabel("polling", "2:02 PM").label).toBe("No updates since 2:02 PM");
		expect(connectionLabel("offline", "2:02 PM").label).toBe("Offline since 2:02 PM");
		expect(connectionLabel("connecting", "2:02 PM").hint).toContain("2:02 PM");
	});
});
