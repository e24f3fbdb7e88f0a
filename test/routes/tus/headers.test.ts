import { describe, expect, it } from "vitest";
import { readChecksum } from "../../../src/routes/tus/checksum.ts";
import { readConcat, readNewLength, readUploadId, uploadPath } from "../../../src/routes/tus/headers.ts";
import { parseMetadata, targetOf } from "../../../src/routes/tus/metadata.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");

function targetIn(pairs: Record<string, string>, length: number | null = 7) {
	const parsed = parseMetadata(
		Object.entries(pairs)
			.map(([key, value]) => `${key} ${base64(value)}`)
			.join(","),
	);
	return parsed.ok ? targetOf(parsed.value, length) : parsed;
}

describe("Upload-Metadata", () => {
	it("is a list of keys and base64 values, which may be empty", () => {
		const parsed = parseMetadata(`filename ${base64("Ä.jpg")}, is_confidential ,other`);
		expect(parsed.ok && [...parsed.value]).toEqual([
			["filename", "Ä.jpg"],
			["is_confidential", ""],
			["other", ""],
		]);
		expect(parseMetadata("")).toMatchObject({ ok: true });
	});

	it.each(["a b c", ",", "a ###", "a YQ==,a YQ==", `a ${"A".repeat(9000)}`])("is refused: %j", (header) => {
		expect(parseMetadata(header)).toMatchObject({ ok: false, problem: { status: 400 } });
	});

	it("names the file that the bytes are for", () => {
		expect(targetIn({ n: "12" })).toEqual({ ok: true, value: { file: 12 } });
		expect(
			targetIn({ filename: "a.jpg", filetype: "image/jpeg", relativePath: "b/a.jpg", batch: "trip" }),
		).toEqual({
			ok: true,
			value: { key: "trip", entry: { name: "a.jpg", size: 7, type: "image/jpeg", path: "b/a.jpg" } },
		});
		// Uppy's metadata for a file without a folder.
		expect(targetIn({ name: "a.jpg", type: "image/jpeg", relativePath: "null" }, null)).toEqual({
			ok: true,
			value: { key: "uploads", entry: { name: "a.jpg", size: 0, type: "image/jpeg" } },
		});
		expect(targetIn({ n: "0" }).ok).toBe(false);
		expect(targetIn({ batch: "a b" }).ok).toBe(false);
	});
});

describe("the headers of a POST", () => {
	it.each([
		[{ "upload-length": "0" }, 0],
		[{ "upload-length": "51539607552" }, 51_539_607_552],
		[{ "upload-defer-length": "1" }, null],
		[{}, "refused"],
		[{ "upload-length": "51539607553" }, "refused"],
		[{ "upload-length": "1e3" }, "refused"],
		[{ "upload-length": "" }, "refused"],
		[{ "upload-length": "1", "upload-defer-length": "1" }, "refused"],
		[{ "upload-defer-length": "0" }, "refused"],
	])("%j → %j", (headers, expected) => {
		const length = readNewLength(new Headers(headers as Record<string, string>));
		expect(length.ok ? length.value : "refused").toEqual(expected);
	});

	it.each([
		[null, null],
		["partial", "partial"],
		["final;/api/uploads/p3 http://host:1/api/uploads/p17", [-3, -17]],
		["final;", "refused"],
		["final;/api/uploads/3", "refused"],
		["final;/elsewhere/p3", "refused"],
		["other", "refused"],
	])("Upload-Concat %j → %j", (text, expected) => {
		const concat = readConcat(new Headers(text === null ? {} : { "upload-concat": text }));
		expect(concat.ok ? concat.value : "refused").toEqual(expected);
	});
});

describe("the path of an upload", () => {
	it.each([
		["1", 1],
		["p1790000000000", -1_790_000_000_000],
		["0", 0],
		["-1", 0],
		["01", 0],
		["p", 0],
		["1x", 0],
	])("%j → %j", (text, id) => {
		expect(readUploadId(text)).toBe(id);
		if (id !== 0) expect(uploadPath(id)).toBe(`/api/uploads/${text}`);
	});
});

describe("Upload-Checksum", () => {
	it("is an algorithm and a digest of its length", () => {
		expect(readChecksum(null)).toEqual({ ok: true, value: null });
		const read = readChecksum("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=");
		expect(read).toMatchObject({ ok: true, value: { algorithm: "sha1" } });
		for (const header of ["", "sha1", "sha1 YQ==", "sha512 YQ==", "md5 ###"])
			expect(readChecksum(header)).toMatchObject({ ok: false, problem: { status: 400 } });
	});
});
