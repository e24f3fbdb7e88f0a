import { describe, expect, it } from "vitest";
import { FakeBrowser, FakePage } from "../../support/fake-page.ts";
import { FakeSessionServer } from "../../support/fake-session-server.ts";

describe("a drop", () => {
	it("becomes several batches if it exceeds a manifest", async () => {
		const server = new FakeSessionServer();
		const page = new FakePage(new FakeBrowser(), server);
		await page.drop(...Array.from({ length: 10_001 }, (_, at) => `${at}`));
		expect(new Set(server.announced).size).toBe(2);
		expect(page.enqueued).toHaveLength(10_001);
	});
});
