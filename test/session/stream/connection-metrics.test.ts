import { expect, it } from "vitest";
import { ConnectionMetrics, resumptionOf } from "../../../src/session/stream/connection-metrics.ts";

it("counts streams by transport and by what they were sent first", () => {
	const connections = new ConnectionMetrics();
	connections.addOpened("socket", resumptionOf({ reset: true }));
	connections.addOpened("socket", resumptionOf({}));
	connections.addOpened("poll", resumptionOf(undefined));
	expect(connections.statistics).toMatchObject({
		opened: { socket: 2, events: 0, poll: 1 },
		resumed: { nothing: 1, tail: 1, snapshot: 1 },
	});
});

it("adds clients' reports to the stored statistics", () => {
	const connections = new ConnectionMetrics();
	connections.addReport({ failed: 2, firstFrameMs: 30 });
	const again = new ConnectionMetrics(connections.statistics);
	again.addReport({ fellBack: 1, firstFrameMs: 10 });
	again.addReport({});
	expect(again.statistics).toMatchObject({ failed: 2, fellBack: 1, firstFrame: { count: 2, ms: 40 } });
});
