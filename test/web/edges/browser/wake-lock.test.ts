import { beforeEach, describe, expect, it } from "vitest";
import { createWakeLock, type WakeLock } from "../../../../web/edges/browser/wake-lock.ts";
import { settle } from "../../../client/support/fake-clock.ts";

/** A screen whose lock is released whenever the page is hidden, as in a browser. */
class FakeScreen extends EventTarget {
	hidden = false;
	/** Whether the browser refuses the lock. */
	refuses = false;
	#locks = new Set<EventTarget>();

	get isOn(): boolean {
		return this.#locks.size > 0;
	}

	get locks(): number {
		return this.#locks.size;
	}

	hide(hidden: boolean): void {
		this.hidden = hidden;
		if (hidden) for (const lock of [...this.#locks]) this.#release(lock);
		this.dispatchEvent(new Event("visibilitychange"));
	}

	async request(): Promise<EventTarget> {
		if (this.refuses) throw new DOMException("Low battery.", "NotAllowedError");
		const lock = new EventTarget();
		this.#locks.add(lock);
		return Object.assign(lock, { release: async () => this.#release(lock) });
	}

	#release(lock: EventTarget): void {
		if (this.#locks.delete(lock)) lock.dispatchEvent(new Event("release"));
	}
}

let screen: FakeScreen;
let lock: WakeLock;
beforeEach(() => {
	screen = new FakeScreen();
	const navigator = { wakeLock: { request: () => screen.request() } };
	lock = createWakeLock(navigator as unknown as Navigator, screen as unknown as Document);
});

describe("the wake lock", () => {
	it("is held while it is wanted, and only once", async () => {
		lock.setWanted(true);
		lock.setWanted(true);
		await settle();
		expect(screen.locks).toBe(1);
		lock.setWanted(false);
		await settle();
		expect(screen.isOn).toBe(false);
	});

	it("is acquired again when the page becomes visible", async () => {
		lock.setWanted(true);
		await settle();
		screen.hide(true);
		await settle();
		expect(screen.isOn).toBe(false);
		screen.hide(false);
		await settle();
		expect(screen.locks).toBe(1);
	});

	it("is not acquired if it is no longer wanted", async () => {
		screen.hide(true);
		screen.hide(false);
		lock.setWanted(true);
		lock.setWanted(false);
		await settle();
		expect(screen.isOn).toBe(false);
	});

	it("does nothing if the browser refuses, or has no such API", async () => {
		screen.refuses = true;
		lock.setWanted(true);
		await settle();
		expect(screen.isOn).toBe(false);
		createWakeLock({} as Navigator, screen as unknown as Document).setWanted(true);
	});
});
