import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ManifestReply } from "../../../src/protocol/files/manifest.ts";
import type { BatchReply, FileDetails } from "../../../src/protocol/http/reply.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { createUpload, metadata, numberOf, offsetOf, originalOf, patch, refusal, tus } from "./client.ts";

const ORIGIN = "https://page.example";
const OFFSET_TYPE = "application/offset+octet-stream";
const MIB = 1024 * 1024;

let server: TestServer;
let session: TestSession;
beforeAll(async () => {
	server = await startServer({ vars: { ALLOWED_ORIGINS: ORIGIN } });
	session = await openSession(server.url);
});
afterAll(() => server.stop());

describe("OPTIONS", () => {
	it("reports the capabilities without a credential", async () => {
		const response = await fetch(`${server.url}/api/uploads`, { method: "OPTIONS" });
		expect(response.status).toBe(204);
		expect(response.headers.get("tus-version")).toBe("1.0.0");
		expect(response.headers.get("tus-extension")?.split(",").sort()).toEqual([
			"checksum",
			"concatenation",
			"creation",
			"creation-defer-length",
			"creation-with-upload",
			"expiration",
			"termination",
		]);
		expect(response.headers.get("tus-max-size")).toBe("51539607552");
		expect(response.headers.get("tus-checksum-algorithm")).toBe("sha1,sha256,md5,crc32");
	});

	it("allows pages of allowed origins, and no others", async () => {
		const ask = (origin: string) =>
			fetch(`${server.url}/api/uploads/1`, {
				method: "OPTIONS",
				headers: { origin, "access-control-request-method": "PATCH" },
			});
		const allowed = (await ask(ORIGIN)).headers;
		expect(allowed.get("access-control-allow-origin")).toBe(ORIGIN);
		expect(allowed.get("access-control-allow-methods")).toContain("PATCH");
		expect(allowed.get("access-control-allow-headers")?.toLowerCase()).toContain("upload-offset");
		expect((await ask("https://other.example")).headers.get("access-control-allow-origin")).toBeNull();
		const created = await tus(session, "POST", "/api/uploads", { "upload-length": "1", origin: ORIGIN });
		expect(created.headers.get("access-control-expose-headers")).toContain("Location");
	});
});

describe("an invalid request", () => {
	const creation: [string, Record<string, string>, number, string][] = [
		["no length", {}, 400, "malformed"],
		["two lengths", { "upload-length": "1", "upload-defer-length": "1" }, 400, "malformed"],
		["a length below 0", { "upload-length": "-1" }, 400, "malformed"],
		["a fraction of a byte", { "upload-length": "1.5" }, 400, "malformed"],
		["a file that is too large", { "upload-length": "51539607553" }, 413, "too-large"],
		["an invalid Upload-Defer-Length", { "upload-defer-length": "2" }, 400, "malformed"],
		[
			"metadata that is not base64",
			{ "upload-length": "1", "upload-metadata": "filename ###" },
			400,
			"malformed",
		],
		["a duplicate key", { "upload-length": "1", "upload-metadata": "a YQ==,a YQ==" }, 400, "malformed"],
		["an invalid batch key", { "upload-length": "1", ...metadata({ batch: "a b" }) }, 400, "malformed"],
		["an unknown file", { "upload-length": "1", ...metadata({ n: "99999" }) }, 404, "not-found"],
		["an unknown algorithm", { "upload-length": "1", "upload-checksum": "sha3 YQ==" }, 400, "malformed"],
		[
			"a digest of the wrong length",
			{ "upload-length": "1", "upload-checksum": "sha1 YQ==" },
			400,
			"malformed",
		],
		["a final upload without parts", { "upload-concat": "final;" }, 400, "malformed"],
		["a final upload of files", { "upload-concat": "final;/api/uploads/1" }, 400, "malformed"],
		["a final upload of a part that is gone", { "upload-concat": "final;/api/uploads/p1" }, 404, "not-found"],
	];
	it.each(creation)("is refused by POST: %s", async (_name, headers, status, code) => {
		expect(await refusal(await tus(session, "POST", "/api/uploads", headers))).toEqual({ status, code });
	});

	it.each(["0.2.2", ""])("is refused in version %j, with the supported version", async (version) => {
		const response = await session.fetch("/api/uploads", {
			method: "POST",
			headers: { "tus-resumable": version },
		});
		expect(response.headers.get("tus-version")).toBe("1.0.0");
		expect(await refusal(response)).toEqual({ status: 412, code: "tus-version" });
	});

	it("is refused when the body has another content type", async () => {
		const body = new Uint8Array(3);
		const headers = { "upload-length": "3", "content-type": "text/plain" };
		const expected = { status: 415, code: "unsupported-type" };
		expect(await refusal(await tus(session, "POST", "/api/uploads", headers, body))).toEqual(expected);
		const path = await createUpload(session, 3);
		expect(await refusal(await patch(session, path, 0, body, { "content-type": "text/plain" }))).toEqual(
			expected,
		);
	});

	it("is refused at a wrong offset and beyond the end, and changes nothing", async () => {
		const path = await createUpload(session, 3);
		expect(await refusal(await patch(session, path, 1, new Uint8Array(2)))).toEqual({
			status: 409,
			code: "wrong-offset",
		});
		expect(await refusal(await patch(session, path, 0, new Uint8Array(4)))).toEqual({
			status: 413,
			code: "too-large",
		});
		expect(await offsetOf(session, path)).toBe(0);
		const chunked = new ReadableStream({
			start(controller) {
				controller.enqueue(new Uint8Array(2));
				controller.enqueue(new Uint8Array(2));
				controller.close();
			},
		});
		const headers = { "tus-resumable": "1.0.0", "upload-offset": "0", "content-type": OFFSET_TYPE };
		const long = await session.fetch(path, {
			method: "PATCH",
			headers,
			body: chunked,
			duplex: "half",
		} as RequestInit);
		expect(await refusal(long)).toEqual({ status: 413, code: "too-large" });
		expect(await offsetOf(session, path)).toBe(0);
		expect((await patch(session, path, 0, Buffer.from("abc"))).status).toBe(204);
		expect((await originalOf(session, numberOf(path))).toString()).toBe("abc");
	});

	it("is refused without a credential, with another session's, and from another site's page", async () => {
		const path = await createUpload(session, 3);
		const other = await openSession(server.url);
		expect((await fetch(server.url + path, { method: "HEAD" })).status).toBe(401);
		expect((await tus(other, "HEAD", path)).status).toBe(404);
		const cookie = { cookie: `darkroom=${session.id}.${session.token}`, "tus-resumable": "1.0.0" };
		const foreign = { ...cookie, origin: "https://evil.example", "upload-length": "1" };
		expect((await fetch(`${server.url}/api/uploads`, { method: "POST", headers: foreign })).status).toBe(403);
		const own = { ...cookie, origin: server.url, "upload-length": "1" };
		expect((await fetch(`${server.url}/api/uploads`, { method: "POST", headers: own })).status).toBe(201);
	});

	it("is refused with the allowed methods", async () => {
		expect((await tus(session, "PUT", "/api/uploads/1")).headers.get("allow")).toContain("PATCH");
		expect((await tus(session, "PATCH", "/api/uploads")).status).toBe(405);
	});
});

describe("an upload", () => {
	it("reports its offset, its metadata and its expiry", async () => {
		const named = metadata({
			filename: "Sonne.jpg",
			filetype: "image/jpeg",
			relativePath: "Urlaub/Sonne.jpg",
			batch: "trip",
		});
		const path = await createUpload(session, 10, named);
		await patch(session, path, 0, new Uint8Array(4));
		const seen = await tus(session, "HEAD", path);
		expect(seen.status).toBe(200);
		expect(seen.headers.get("cache-control")).toBe("no-store");
		expect(seen.headers.get("upload-offset")).toBe("4");
		expect(seen.headers.get("upload-length")).toBe("10");
		expect(seen.headers.get("upload-metadata")).toBe(named["upload-metadata"]);
		const expires = seen.headers.get("upload-expires") ?? "";
		expect(new Date(expires).toUTCString()).toBe(expires);
		const { files } = await session.json<BatchReply>("/api/batches/trip");
		expect(files[0]).toMatchObject({
			name: "Sonne.jpg",
			path: "Urlaub/Sonne.jpg",
			state: "uploading",
			stored: 4,
			size: 10,
			type: "image/jpeg",
		});
		expect((await session.fetch(path)).status).toBe(404);
		await patch(session, path, 4, Buffer.from("abcdef"));
		const done = await tus(session, "HEAD", path);
		expect(done.headers.get("upload-metadata")).toBe(named["upload-metadata"]);
		expect(done.headers.get("upload-offset")).toBe("10");
		expect(done.headers.get("upload-expires")).toBeNull();
		const piece = await session.fetch(path, { headers: { range: "bytes=4-6" } });
		expect(piece.status).toBe(206);
		expect(await piece.text()).toBe("abc");
	});

	it("belongs to the announced file that it names by number, or by name and size", async () => {
		const files = [
			{ name: "a.bin", size: 3 },
			{ name: "b.bin", size: 4 },
		];
		const announced = await session.post<ManifestReply>("/api/batches/known", { files });
		const byNumber = await createUpload(session, 3, metadata({ n: String(announced.files[0]) }));
		expect(numberOf(byNumber)).toBe(announced.files[0]);
		expect(numberOf(await createUpload(session, 3, metadata({ n: String(announced.files[0]) })))).toBe(
			announced.files[0],
		);
		const byName = await createUpload(session, 4, metadata({ filename: "b.bin", batch: "known" }));
		expect(numberOf(byName)).toBe(announced.files[1]);
		const wrong = await tus(session, "POST", "/api/uploads", {
			"upload-length": "9",
			...metadata({ n: String(announced.files[1]) }),
		});
		expect((await refusal(wrong)).status).toBe(409);
		await patch(session, byNumber, 0, Buffer.from("abc"));
		const again = await tus(session, "POST", "/api/uploads", {
			"upload-length": "3",
			...metadata({ n: String(announced.files[0]) }),
		});
		expect(await refusal(again)).toEqual({ status: 409, code: "already-stored" });
	});

	it("has the length of its announced file, even if the client defers it", async () => {
		const announced = await session.post<ManifestReply>("/api/batches/later", {
			files: [{ name: "c", size: 3 }],
		});
		const headers = { "upload-defer-length": "1", ...metadata({ n: String(announced.files[0]) }) };
		const path = (await tus(session, "POST", "/api/uploads", headers)).headers.get("location") ?? "";
		expect((await tus(session, "HEAD", path)).headers.get("upload-length")).toBe("3");
		expect((await patch(session, path, 0, new Uint8Array(3), { "upload-length": "4" })).status).toBe(400);
		expect((await patch(session, path, 0, new Uint8Array(3), { "upload-length": "3" })).status).toBe(204);
	});

	it("may defer its length, which HEAD reports", async () => {
		const created = await tus(session, "POST", "/api/uploads", { "upload-defer-length": "1" });
		const path = created.headers.get("location") ?? "";
		await patch(session, path, 0, new Uint8Array(6 * MIB + 1));
		expect((await tus(session, "HEAD", path)).headers.get("upload-defer-length")).toBe("1");
		const last = await patch(session, path, 6 * MIB + 1, new Uint8Array(0), {
			"upload-length": String(6 * MIB + 1),
		});
		expect(last.status).toBe(204);
		expect((await originalOf(session, numberOf(path))).length).toBe(6 * MIB + 1);
	});

	it("accepts X-HTTP-Method-Override in a POST", async () => {
		const path = await createUpload(session, 3);
		const over = (method: string, more: Record<string, string> = {}, body?: Uint8Array) =>
			tus(session, "POST", path, { "x-http-method-override": method, ...more }, body);
		const sent = await over(
			"PATCH",
			{ "upload-offset": "0", "content-type": OFFSET_TYPE },
			new Uint8Array(2),
		);
		expect(sent.status).toBe(204);
		expect((await over("HEAD")).headers.get("upload-offset")).toBe("2");
		expect((await over("DELETE")).status).toBe(204);
		expect((await tus(session, "HEAD", path)).status).toBe(410);
		expect(await refusal(await patch(session, path, 2, new Uint8Array(1)))).toEqual({
			status: 410,
			code: "gone",
		});
		expect((await tus(session, "HEAD", "/api/uploads/999999")).status).toBe(404);
	});

	it("may bring bytes with its creation", async () => {
		const body = Buffer.from("hello");
		const headers = { "upload-length": "5", "content-type": OFFSET_TYPE };
		const whole = await tus(session, "POST", "/api/uploads", headers, body);
		expect(whole.status).toBe(201);
		expect(whole.headers.get("upload-offset")).toBe("5");
		const some = await tus(session, "POST", "/api/uploads", { ...headers, "upload-length": "8" }, body);
		expect(some.headers.get("upload-offset")).toBe("5");
		const n = numberOf(whole.headers.get("location"));
		expect((await originalOf(session, n)).toString()).toBe("hello");
		const { file } = await session.json<FileDetails>(`/api/files/${n}`);
		expect(file.name).toBe("unnamed");
	});
});
