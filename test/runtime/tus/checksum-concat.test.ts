import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import {
	createUpload,
	metadata,
	numberOf,
	offsetOf,
	originalOf,
	patch,
	refusal,
	someBytes,
	tus,
} from "./client.ts";

const OFFSET_TYPE = "application/offset+octet-stream";
const MIB = 1024 * 1024;

let server: TestServer;
let session: TestSession;
beforeAll(async () => {
	server = await startServer();
	session = await openSession(server.url);
});
afterAll(() => server.stop());

describe("a checksum", () => {
	const bytes = someBytes(11 * MIB, 9);
	const digests: [string, (data: Buffer) => Buffer][] = [
		["sha1", (data) => createHash("sha1").update(data).digest()],
		["sha256", (data) => createHash("sha256").update(data).digest()],
		["md5", (data) => createHash("md5").update(data).digest()],
		[
			"crc32",
			(data) => {
				const four = Buffer.alloc(4);
				four.writeUInt32BE(crc32(data));
				return four;
			},
		],
	];
	it.each(digests)("by %s is verified before anything is stored", async (name, digest) => {
		const path = await createUpload(session, bytes.length);
		const right = (data: Buffer) => ({ "upload-checksum": `${name} ${digest(data).toString("base64")}` });
		const wrong = await patch(session, path, 0, bytes, right(Buffer.from("other")));
		expect(await refusal(wrong)).toEqual({ status: 460, code: "checksum-mismatch" });
		expect(await offsetOf(session, path)).toBe(0);
		const first = bytes.subarray(0, 6 * MIB);
		expect((await patch(session, path, 0, first, right(first))).status).toBe(204);
		const second = bytes.subarray(6 * MIB);
		expect((await patch(session, path, 6 * MIB, second, right(first))).status).toBe(460);
		expect(await offsetOf(session, path)).toBe(6 * MIB);
		expect((await patch(session, path, 6 * MIB, second, right(second))).status).toBe(204);
		expect((await originalOf(session, numberOf(path))).equals(bytes)).toBe(true);
	});

	it("that does not match creates nothing", async () => {
		const alone = await openSession(server.url);
		const headers = {
			"upload-length": "3",
			"content-type": OFFSET_TYPE,
			"upload-checksum": `sha1 ${Buffer.alloc(20).toString("base64")}`,
		};
		expect(
			(await refusal(await tus(alone, "POST", "/api/uploads", headers, Buffer.from("abc")))).status,
		).toBe(460);
		const { totals } = await alone.json<{ totals: { files: number } }>("/api/session");
		expect(totals.files).toBe(0);
		expect((await server.bucket()).filter(({ key }) => key.startsWith(alone.id))).toEqual([]);
	});
});

describe("a final upload", () => {
	it("concatenates partial uploads, names them, and accepts no bytes of its own", async () => {
		const parts = [Buffer.from("one "), Buffer.from("two "), Buffer.from("three")];
		const paths: string[] = [];
		for (const part of parts) {
			const path = await createUpload(session, part.length, { "upload-concat": "partial" });
			expect((await tus(session, "HEAD", path)).headers.get("upload-concat")).toBe("partial");
			paths.push(path);
		}
		const concat = { "upload-concat": `final;${paths.join(" ")}`, ...metadata({ filename: "all.txt" }) };
		const partialGauge = async () =>
			(await session.json<{ gauges: { partial: unknown } }>("/api/session")).gauges.partial;
		expect(await partialGauge()).toEqual({ stored: 0, bytes: 13 });
		expect((await refusal(await tus(session, "POST", "/api/uploads", concat))).status).toBe(409);
		for (const [index, part] of parts.entries()) await patch(session, paths[index] ?? "", 0, part);
		expect(await partialGauge()).toEqual({ stored: 13, bytes: 13 });
		const created = await tus(session, "POST", "/api/uploads", concat);
		expect(created.status).toBe(201);
		const path = created.headers.get("location") ?? "";
		const seen = await tus(session, "HEAD", path);
		expect(seen.headers.get("upload-concat")).toBe(concat["upload-concat"]);
		expect(seen.headers.get("upload-length")).toBe("13");
		expect((await originalOf(session, numberOf(path))).toString()).toBe("one two three");
		expect((await patch(session, path, 13, new Uint8Array(0))).status).toBe(403);
		expect((await tus(session, "HEAD", paths[0] ?? "")).status).toBe(410);
		expect(await partialGauge()).toEqual({ stored: 0, bytes: 0 });
	});

	it("that is created again because the response was lost is the same one", async () => {
		const partial = await createUpload(session, 3, { "upload-concat": "partial" });
		await patch(session, partial, 0, Buffer.from("abc"));
		const concat = { "upload-concat": `final;${partial}`, ...metadata({ filename: "again.txt" }) };
		const created = await tus(session, "POST", "/api/uploads", concat);
		await server.hibernate(session.id);
		const again = await tus(session, "POST", "/api/uploads", concat);
		expect(again.status).toBe(201);
		expect(again.headers.get("location")).toBe(created.headers.get("location"));
		expect(again.headers.get("upload-offset")).toBe("3");
		const n = numberOf(created.headers.get("location"));
		expect((await session.fetch(`/api/files/${n}`, { method: "DELETE" })).status).toBe(204);
		expect((await refusal(await tus(session, "POST", "/api/uploads", concat))).status).toBe(404);
	});
});
