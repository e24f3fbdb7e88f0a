import { beforeEach, describe, expect, it } from "vitest";
import { Connection, STALE_MS, wordsFor } from "../../../../web/models/session/connection.ts";
import { FakeClock } from "../../../client/support/fake-clock.ts";

let clock: FakeClock;
let connection: Connection;

beforeEach(() => {
	clock = new FakeClock();
	connection = new Connection(clock);
});

describe("the connection", () => {
	it("is stale since the last word, once that is longer ago than a heartbeat may take", async () => {
		connection.heard();
		const last = clock.now();
		await clock.advance(STALE_MS - 1);
		expect(connection.staleSince.value).toBeUndefined();
		await clock.advance(1);
		expect(connection.staleSince.value).toBe(last);
		connection.heard();
		expect(connection.staleSince.value).toBeUndefined();
	});

	it("knows at once that a list out of storage is old", async () => {
		const yesterday = clock.now() - 86_400_000;
		connection.heard(yesterday);
		await clock.advance(0);
		expect(connection.staleSince.value).toBe(yesterday);
	});

	it("says so, and says offline too", () => {
		expect(wordsFor("live").label).toBe("Live");
		expect(wordsFor("polling", "2:02 PM").label).toBe("Stale since 2:02 PM");
		expect(wordsFor("offline", "2:02 PM").label).toBe("Offline since 2:02 PM");
		expect(wordsFor("connecting", "2:02 PM").hint).toContain("2:02 PM");
	});
});
