import { type ReadonlySignal, signal } from "@preact/signals";

/** Bytes a second that may leave this browser; `null`: as many as the line takes. From generous to next to nothing. */
export const SPEED_LIMITS = [null, 20e6, 10e6, 5e6, 2e6, 1e6, 500e3, 250e3, 100e3] as const;

export type SpeedLimit = (typeof SPEED_LIMITS)[number];

/** What a person has set, on this device. */
export interface Chosen {
	readonly speedLimit: SpeedLimit;
	/** Whether the screen stays on while files are on their way: a sleeping phone sends nothing. */
	readonly keepAwake: boolean;
}

const DEFAULTS: Chosen = { speedLimit: null, keepAwake: true };

/** Where settings are kept: a text that may be missing, old, or not ours. */
export interface SettingsStore {
	read(): string | null;
	write(text: string): void;
	/** Another tab has written. */
	onChange(listener: () => void): void;
}

function isLimit(value: unknown): value is SpeedLimit {
	return SPEED_LIMITS.some((limit) => limit === value);
}

/** Reads settings; whatever is unknown or broken in them is as if it had never been set. */
export function readSettings(text: string | null): Chosen {
	let kept: unknown;
	try {
		kept = JSON.parse(text ?? "null");
	} catch {
		return DEFAULTS;
	}
	if (typeof kept !== "object" || kept === null) return DEFAULTS;
	const { speedLimit, keepAwake }: { speedLimit?: unknown; keepAwake?: unknown } = kept;
	return {
		speedLimit: isLimit(speedLimit) ? speedLimit : DEFAULTS.speedLimit,
		keepAwake: typeof keepAwake === "boolean" ? keepAwake : DEFAULTS.keepAwake,
	};
}

/** The settings of this device: remembered, and the same in all its tabs. */
export class Settings {
	readonly chosen: ReadonlySignal<Chosen>;
	#chosen = signal(DEFAULTS);
	#store: SettingsStore;

	constructor(store: SettingsStore) {
		this.#store = store;
		this.chosen = this.#chosen;
		const read = () => {
			this.#chosen.value = readSettings(store.read());
		};
		read();
		store.onChange(read);
	}

	set(change: Partial<Chosen>): void {
		this.#chosen.value = { ...this.#chosen.peek(), ...change };
		this.#store.write(JSON.stringify(this.#chosen.peek()));
	}
}
