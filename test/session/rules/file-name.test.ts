import { describe, expect, it } from "vitest";
import { cleanName, utf8Length } from "../../../src/session/rules/file-name.ts";

describe("the name of a file", () => {
	it.each([
		["photo.jpg", { name: "photo.jpg" }],
		["holiday/day 1/photo.jpg", { name: "photo.jpg", path: "holiday/day 1/photo.jpg" }],
		["C:\\Users\\me\\photo.jpg", { name: "photo.jpg", path: "C:/Users/me/photo.jpg" }],
		["../../etc/passwd", { name: "passwd", path: "etc/passwd" }],
		["/", { name: "unnamed" }],
		["..", { name: "unnamed" }],
		["", { name: "unnamed" }],
		["  ", { name: "unnamed" }],
		["🌅 sunrise 🌅.heic", { name: "🌅 sunrise 🌅.heic" }],
		["a\u0000b\nc.jpg", { name: "abc.jpg" }],
		["invoice\u202egpj.exe", { name: "invoicegpj.exe" }],
		["lone\ud800surrogate.jpg", { name: "lone\ufffdsurrogate.jpg" }],
		["e\u0301te\u0301.jpg", { name: "été.jpg" }],
		[".hidden", { name: ".hidden" }],
	])("%j becomes %j", (raw, clean) => {
		expect(cleanName(raw)).toEqual(clean);
	});

	it("keeps its extension when it is shortened to 255 bytes", () => {
		const { name } = cleanName(`${"ü".repeat(300)}.jpeg`);
		expect(utf8Length(name)).toBeLessThanOrEqual(255);
		expect(name).toMatch(/^ü+….jpeg$/u);
	});

	it("loses its outermost folders when the path is longer than 1,024 bytes", () => {
		const { name, path } = cleanName(`${"folder-of-twenty-ch/".repeat(80)}photo.jpg`);
		expect(name).toBe("photo.jpg");
		expect(utf8Length(path ?? "")).toBeLessThanOrEqual(1024);
		expect(path).toMatch(/folder-of-twenty-ch\/photo\.jpg$/);
	});

	it("is never cut inside a character", () => {
		expect(cleanName("🌅".repeat(100)).name.isWellFormed()).toBe(true);
	});
});
