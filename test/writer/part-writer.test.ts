import { describe, expect, it } from "vitest";
import { MIB } from "../../src/protocol/limits.ts";
import { BufferBudget, PartBuffers } from "../../src/writer/part-buffers.ts";
import { turn } from "../support/fakes/upload-world.ts";
import { begin, body, bytesOf, left, PART, send } from "./write-body.ts";

describe("a body", () => {
	it.each([0, 1, PART - 1, PART, PART + 1, 2 * PART, 2 * PART + 3, 200 * PART + 5])(
		"of %d bytes in one request leaves one object and nothing else",
		async (length) => {
			const { world, id } = await begin(length);
			const written = await send(world, id, 0, body(bytesOf(length)));
			expect(written).toMatchObject({ ok: true, value: { offset: length, whole: true } });
			expect(await left(world)).toEqual({ objects: [[...bytesOf(length)]], open: 0 });
			expect(world.model.state.files.get(id)).toMatchObject({
				state: "queued",
				stored: length,
				size: length,
			});
		},
	);

	it("that is too long is refused, and what was stored before stays intact", async () => {
		const { world, id } = await begin(20);
		await send(world, id, 0, body(bytesOf(20).subarray(0, 6)));
		const long = await send(world, id, 6, body(bytesOf(40).subarray(6), 7));
		expect(long).toMatchObject({ ok: false, problem: { status: 413 } });
		const seen = await world.see(id);
		if (!seen.ok) throw new Error(seen.problem.detail);
		await send(world, id, seen.value.offset, body(bytesOf(20).subarray(seen.value.offset)));
		expect(await left(world)).toEqual({ objects: [[...bytesOf(20)]], open: 0 });
	});

	it.each([true, false])("with a checksum is stored whole or not at all (%s)", async (matches) => {
		const { world, id } = await begin(50);
		const digest = { update: async () => {}, matches: async () => matches };
		const written = await send(world, id, 0, body(bytesOf(30)), digest);
		expect(written.ok).toBe(matches);
		if (!written.ok) expect(written.problem.status).toBe(460);
		expect(await world.see(id)).toMatchObject({ value: { offset: matches ? 30 : 0 } });
		const offset = matches ? 30 : 0;
		await send(world, id, offset, body(bytesOf(50).subarray(offset)));
		expect(await left(world)).toEqual({ objects: [[...bytesOf(50)]], open: 0 });
	});

	it("of unknown length grows until its length is announced", async () => {
		const { world, id } = await begin(null);
		await send(world, id, 0, body(bytesOf(21)));
		const grant = await world.uploads.get(id);
		expect(grant?.length).toBeNull();
		expect(await world.see(id)).toMatchObject({ value: { offset: 21, length: null } });
	});

	it("stops when the file is paused, and keeps what arrived until then", async () => {
		const { world, id } = await begin(10 * PART);
		const bytes = bytesOf(10 * PART);
		async function* pausing(): AsyncGenerator<Uint8Array> {
			for await (const piece of body(bytes.subarray(0, 4 * PART))) yield piece;
			for (let count = 0; count < 20; count++) await turn();
			world.session.execute({ type: "verb", verb: "pause", target: { file: id } });
			for await (const piece of body(bytes.subarray(4 * PART))) {
				await turn();
				yield piece;
			}
		}
		const written = await send(world, id, 0, pausing());
		expect(written).toMatchObject({ ok: false, problem: { status: 423 } });
		const seen = await world.see(id);
		if (!seen.ok) throw new Error(seen.problem.detail);
		expect(seen.value.offset).toBeGreaterThanOrEqual(4 * PART);
		expect(await world.lease(id, seen.value.offset)).toMatchObject({ ok: false, problem: { status: 423 } });
		world.session.execute({ type: "verb", verb: "resume", target: { file: id } });
		await send(world, id, seen.value.offset, body(bytes.subarray(seen.value.offset)));
		expect(await left(world)).toEqual({ objects: [[...bytes]], open: 0 });
	});
});

describe("an upload whose parts R2 fails to assemble", () => {
	it("is completed by the alarm, also after the actor was restarted; the wake time is never in the past", async () => {
		for (const dies of [false, true]) {
			const { world, id } = await begin(3 * PART);
			const complete = world.store.complete.bind(world.store);
			const wakeTimes: (number | undefined)[] = [];
			world.store.complete = async () => {
				wakeTimes.push(world.wakeAt());
				throw new Error("R2 fails");
			};
			const written = await send(world, id, 0, body(bytesOf(3 * PART)));
			expect(written).toMatchObject({ ok: false, problem: { code: "storage-failed" } });
			world.store.complete = complete;
			if (dies) world.kill();
			wakeTimes.push(world.wakeAt());
			for (const wakeAt of wakeTimes) expect(wakeAt).toBeGreaterThanOrEqual(world.time.now);
			world.time.now = wakeTimes.at(-1) ?? 0;
			expect(await world.fireAlarm()).toBe(false);
			expect(world.model.state.files.get(id)).toMatchObject({ state: "queued", stored: 3 * PART });
			expect(await left(world)).toEqual({ objects: [[...bytesOf(3 * PART)]], open: 0 });
			expect(world.wakeAt()).toBeUndefined();
		}
	});
});

describe("the buffers of an isolate", () => {
	it("limit how many writers start, and how many buffers each gets, and are returned", () => {
		const budget = new BufferBudget();
		const size = 8 * MIB;
		const first = Array.from({ length: 20 }, () => new PartBuffers(budget, size));
		expect(first.filter((buffers) => buffers.reserveFirst())).toHaveLength(12);
		expect(first[0]?.acquire()).toBeInstanceOf(Uint8Array);
		expect(first[0]?.acquire()).toBeUndefined();
		for (const buffers of first) buffers.releaseAll();
		const alone = new PartBuffers(budget, size);
		expect(alone.reserveFirst()).toBe(true);
		for (let count = 0; count < 8; count++) expect(alone.acquire()).toBeInstanceOf(Uint8Array);
		expect(alone.acquire()).toBeUndefined();
		// A small body takes a small buffer: a thousand of them fit.
		alone.releaseAll();
		const small = Array.from({ length: 1000 }, () => new PartBuffers(budget, 50_000));
		expect(small.every((buffers) => buffers.reserveFirst())).toBe(true);
	});
});
