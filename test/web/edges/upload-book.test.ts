import { expect, test } from "vitest";
import { UploadBook } from "../../../web/edges/upload-book.ts";

test("files that are stored at one moment count as the speed of all of them", () => {
	let now = 1_000;
	const book = new UploadBook(() => now);
	for (let n = 1; n <= 50; n++) book.add(n, "drop", { name: `${n}`, size: 100_000 });
	now += 5_000;
	for (let n = 1; n <= 50; n++) book.became(n, "stored");
	now += 300;
	const { bytesPerSecond } = book.progress;
	expect(bytesPerSecond).toBeGreaterThan(500_000);
	expect(bytesPerSecond).toBeLessThan(2_000_000);
});
