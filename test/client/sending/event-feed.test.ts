import { describe, expect, it } from "vitest";
import { EventFeed } from "../../../client/sending/event-feed.ts";

async function all(events: AsyncIterable<number>): Promise<number[]> {
	const heard: number[] = [];
	for await (const event of events) heard.push(event);
	return heard;
}

describe("a feed", () => {
	it("tells every reader all that happens after it began, and then ends", async () => {
		const feed = new EventFeed<number>();
		feed.tell(0);
		const first = all(feed.read());
		feed.tell(1);
		const second = all(feed.read());
		feed.tell(2);
		feed.close();
		expect(await first).toEqual([1, 2]);
		expect(await second).toEqual([2]);
		expect(await all(feed.read())).toEqual([]);
	});

	it("keeps what comes while a reader is busy", async () => {
		const feed = new EventFeed<number>();
		const reader = feed.read();
		for (let event = 0; event < 1000; event++) feed.tell(event);
		feed.close();
		expect(await all(reader)).toHaveLength(1000);
	});

	it("lets a reader leave", async () => {
		const feed = new EventFeed<number>();
		const reader = feed.read();
		feed.tell(1);
		for await (const event of reader) {
			expect(event).toBe(1);
			break;
		}
		feed.tell(2);
		expect(await reader.next()).toEqual({ done: true, value: undefined });
	});
});
