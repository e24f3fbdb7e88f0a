import { describe, expect, test } from "vitest";
import { CallSlots, type Leave } from "../../src/extractor/call-slots.ts";

/** An slots whose calls are named, and the names of those that may read now. */
function slots(capacity: number) {
	const door = new CallSlots(capacity);
	const inside = new Map<string, Leave>();
	return {
		arrive(name: string, alone = false): void {
			void door.enter(alone).then((leave) => inside.set(name, leave));
		},
		async leave(name: string): Promise<void> {
			inside.get(name)?.();
			inside.delete(name);
			await settled();
		},
		async inside(): Promise<string[]> {
			await settled();
			return [...inside.keys()].sort();
		},
		leaveOf: (name: string) => inside.get(name),
	};
}

function settled(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}

describe("slots", () => {
	test("lets a few calls read at the same time, and the others in the order of their arrival", async () => {
		const { arrive, leave, inside } = slots(2);
		for (const name of ["a", "b", "c", "d"]) arrive(name);
		expect(await inside()).toEqual(["a", "b"]);
		await leave("b");
		expect(await inside()).toEqual(["a", "c"]);
		await leave("a");
		expect(await inside()).toEqual(["c", "d"]);
	});

	test("lets a call that wants to be alone wait until the others have left, and nobody in beside it", async () => {
		const { arrive, leave, inside } = slots(3);
		arrive("a");
		arrive("b");
		arrive("alone", true);
		arrive("c");
		expect(await inside()).toEqual(["a", "b"]);
		await leave("a");
		expect(await inside()).toEqual(["b"]);
		await leave("b");
		expect(await inside()).toEqual(["alone"]);
		await leave("alone");
		expect(await inside()).toEqual(["c"]);
	});

	test("lets two that want to be alone in one after the other", async () => {
		const { arrive, leave, inside } = slots(3);
		arrive("first", true);
		arrive("second", true);
		expect(await inside()).toEqual(["first"]);
		await leave("first");
		expect(await inside()).toEqual(["second"]);
	});

	test("does not let one more in when a call leaves twice", async () => {
		const { arrive, leaveOf, inside } = slots(1);
		for (const name of ["a", "b", "c"]) arrive(name);
		await inside();
		const leave = leaveOf("a");
		leave?.();
		leave?.();
		expect(await inside()).toEqual(["a", "b"]);
	});
});
