import { describe, expect, it } from "vitest";
import { readSettings, Settings } from "../../../web/models/settings.ts";

const DEFAULTS = { speedLimit: null, keepAwake: true };

/** Storage shared by the tabs of one browser. */
class FakeStore {
	text: string | null = null;
	#listeners: (() => void)[] = [];
	read = () => this.text;
	write = (text: string) => {
		this.text = text;
	};
	onChange = (listener: () => void) => {
		this.#listeners.push(listener);
	};
	changedElsewhere(text: string): void {
		this.text = text;
		for (const listener of this.#listeners) listener();
	}
}

describe("settings", () => {
	it("are saved", () => {
		const store = new FakeStore();
		new Settings(store).set({ speedLimit: 1e6 });
		expect(new Settings(store).values.value).toEqual({ speedLimit: 1e6, keepAwake: true });
	});

	it("follow what another tab sets", () => {
		const store = new FakeStore();
		const settings = new Settings(store);
		store.changedElsewhere('{"keepAwake":false}');
		expect(settings.values.value.keepAwake).toBe(false);
	});

	it.each([
		["nothing", null],
		["invalid JSON", "{"],
		["an array", "[1]"],
		["null", "null"],
		["an unknown limit", '{"speedLimit":-5,"keepAwake":"yes"}'],
	])("with %s get the defaults", (_, text) => {
		expect(readSettings(text)).toEqual(DEFAULTS);
	});
});
