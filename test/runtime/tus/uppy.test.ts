import Uppy from "@uppy/core";
import Tus from "@uppy/tus";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BatchReply } from "../../../src/protocol/http/reply.ts";
import { openSession } from "../../support/server/client.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { originalOf, sha256, someBytes } from "./client.ts";

const MIB = 1024 * 1024;

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.stop());

describe("an unmodified Uppy with its tus plugin", () => {
	it("uploads the files of a folder into one batch", async () => {
		const session = await openSession(server.url);
		const uppy = new Uppy<{ batch: string; relativePath?: string | null }, Record<string, never>>({
			meta: { batch: "holiday" },
		});
		uppy.use(Tus, {
			endpoint: `${server.url}/api/uploads`,
			headers: { authorization: session.authorization },
			storeFingerprintForResuming: false,
		});
		const bytes = [someBytes(0), someBytes(20_000, 2), someBytes(6 * MIB, 3)];
		for (const [index, content] of bytes.entries()) {
			// In Node, tus-js-client reads buffers but no blobs; Uppy itself needs only a blob's size.
			const data = Object.assign(content, { size: content.length }) as unknown as Blob;
			const relativePath = index === 0 ? null : `sea/${index}.jpg`;
			uppy.addFile({
				name: `${index}.jpg`,
				type: "image/jpeg",
				data,
				meta: { batch: "holiday", relativePath },
			});
		}
		const result = await uppy.upload();
		expect(result?.failed).toEqual([]);
		expect(result?.successful).toHaveLength(3);
		const { files } = await session.json<BatchReply>("/api/batches/holiday");
		const byName = [...files].sort((a, b) => a.name.localeCompare(b.name));
		expect(byName.map(({ path }) => path)).toEqual([undefined, "sea/1.jpg", "sea/2.jpg"]);
		for (const [index, content] of bytes.entries())
			expect(sha256(await originalOf(session, byName[index]?.n ?? 0))).toBe(sha256(content));
	});
});
