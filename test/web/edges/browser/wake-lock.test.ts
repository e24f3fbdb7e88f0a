import { beforeEach, describe, expect, it } from "vitest";
import { createWakeLock, type WakeLock } from "../../../../web/edges/browser/wake-lock.ts";
import { settle } from "../../../client/support/fake-clock.ts";

/** A screen whose lock goes whenever the page is hidden, as in a browser. */
class FakeScreen extends EventTarget {
	hidden = false;
	/** Whether the browser says no. */
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
	it("is held while it is wanted, and once only", async () => {
		lock.want(true);
		lock.want(true);
		await settle();
		expect(screen.locks).toBe(1);
		lock.want(false);
		await settle();
		expect(screen.isOn).toBe(false);
	});

	it("is taken again when the page is seen again", async () => {
		lock.want(true);
		await settle();
		screen.hide(true);
		await settle();
		expect(screen.isOn).toBe(false);
		screen.hide(false);
		await settle();
		expect(screen.locks).toBe(1);
	});

	it("is not taken by a page that nobody wants kept awake", async () => {
		screen.hide(true);
		screen.hide(false);
		lock.want(true);
		lock.want(false);
		await settle();
		expect(screen.isOn).toBe(false);
	});

	it("does without where the browser refuses, or has none", async () => {
		screen.refuses = true;
		lock.want(true);
		await settle();
		expect(screen.isOn).toBe(false);
		createWakeLock({} as Navigator, screen as unknown as Document).want(true);
	});
});
