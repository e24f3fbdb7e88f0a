import { describe, expect, it } from "vitest";
import { readSettings, Settings } from "../../../web/models/settings.ts";

const DEFAULTS = { speedLimit: null, keepAwake: true };

/** What tabs of one browser share. */
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
	it("are remembered", () => {
		const store = new FakeStore();
		new Settings(store).set({ speedLimit: 1e6 });
		expect(new Settings(store).chosen.value).toEqual({ speedLimit: 1e6, keepAwake: true });
	});

	it("follow what another tab sets", () => {
		const store = new FakeStore();
		const settings = new Settings(store);
		store.changedElsewhere('{"keepAwake":false}');
		expect(settings.chosen.value.keepAwake).toBe(false);
	});

	it.each([
		["nothing", null],
		["no JSON", "{"],
		["another thing", "[1]"],
		["null", "null"],
		["a limit that is none of ours", '{"speedLimit":-5,"keepAwake":"yes"}'],
	])("that hold %s are as if never set", (_, text) => {
		expect(readSettings(text)).toEqual(DEFAULTS);
	});
});
