import { describe, expect, test } from "vitest";
import { DecodeQueue } from "../../src/extractor/decode-queue.ts";
import { MAX_WAITING_PICTURES } from "../../src/extractor/limits.ts";
import { ok, refuse } from "../../src/protocol/result.ts";

/** A picture whose decoding ends when the test says so. */
function picture() {
	const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
	const state = { hasBegun: false };
	const decode = () => {
		state.hasBegun = true;
		return promise;
	};
	return { state, decode, end: () => resolve(Uint8Array.of(1)), fail: () => reject(new Error("damaged")) };
}

function settled(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}

describe("pictures", () => {
	test("are decoded one after the other", async () => {
		const queue = new DecodeQueue();
		const [first, second] = [picture(), picture()];
		const results = [queue.run(first.decode), queue.run(second.decode)];
		await settled();
		expect([first.state.hasBegun, second.state.hasBegun]).toEqual([true, false]);
		first.end();
		await settled();
		expect(second.state.hasBegun).toBe(true);
		second.end();
		expect(await Promise.all(results)).toEqual([ok(Uint8Array.of(1)), ok(Uint8Array.of(1))]);
	});

	test("that cannot be decoded are damaged, and do not stop the next one", async () => {
		const queue = new DecodeQueue();
		const [damaged, sound] = [picture(), picture()];
		const results = [queue.run(damaged.decode), queue.run(sound.decode)];
		damaged.fail();
		sound.end();
		expect(await Promise.all(results)).toEqual([refuse("damaged"), ok(Uint8Array.of(1))]);
		const throwing = () => {
			throw new Error("at once");
		};
		expect(await queue.run(throwing)).toEqual(refuse("damaged"));
	});

	test("beyond a few are refused at once, and welcome again when there is room", async () => {
		const queue = new DecodeQueue();
		const pictures = Array.from({ length: MAX_WAITING_PICTURES }, picture);
		const results = pictures.map(({ decode }) => queue.run(decode));
		const late = picture();
		expect(await queue.run(late.decode)).toEqual(refuse("busy"));
		expect(late.state.hasBegun).toBe(false);
		pictures[0]?.end();
		await results[0];
		const welcome = queue.run(late.decode);
		for (const { end } of [...pictures, late]) end();
		expect(await welcome).toEqual(ok(Uint8Array.of(1)));
		await Promise.all(results);
	});
});
