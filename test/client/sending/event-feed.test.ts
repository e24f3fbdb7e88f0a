import { describe, expect, it } from "vitest";
import { EventFeed } from "../../../client/sending/event-feed.ts";

async function all(events: AsyncIterable<number>): Promise<number[]> {
	const received: number[] = [];
	for await (const event of events) received.push(event);
	return received;
}

describe("a feed", () => {
	it("delivers to every subscriber all events since it subscribed, and then ends", async () => {
		const feed = new EventFeed<number>();
		feed.emit(0);
		const first = all(feed.subscribe());
		feed.emit(1);
		const second = all(feed.subscribe());
		feed.emit(2);
		feed.close();
		expect(await first).toEqual([1, 2]);
		expect(await second).toEqual([2]);
		expect(await all(feed.subscribe())).toEqual([]);
	});

	it("buffers events while a subscriber is busy", async () => {
		const feed = new EventFeed<number>();
		const subscription = feed.subscribe();
		for (let event = 0; event < 1000; event++) feed.emit(event);
		feed.close();
		expect(await all(subscription)).toHaveLength(1000);
	});

	it("lets a subscriber leave", async () => {
		const feed = new EventFeed<number>();
		const subscription = feed.subscribe();
		feed.emit(1);
		for await (const event of subscription) {
			expect(event).toBe(1);
			break;
		}
		feed.emit(2);
		expect(await subscription.next()).toEqual({ done: true, value: undefined });
	});
});
