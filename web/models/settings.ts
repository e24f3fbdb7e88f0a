import { type ReadonlySignal, signal } from "@preact/signals";

/** Upload speed limits in bytes per second, descending; `null`: unlimited. */
export const SPEED_LIMITS = [null, 20e6, 10e6, 5e6, 2e6, 1e6, 500e3, 250e3, 100e3] as const;

export type SpeedLimit = (typeof SPEED_LIMITS)[number];

/** The settings of this device. */
export interface SettingsValues {
	readonly speedLimit: SpeedLimit;
	/** Whether the screen stays on while files are being sent: a sleeping phone sends nothing. */
	readonly keepAwake: boolean;
}

const DEFAULTS: SettingsValues = { speedLimit: null, keepAwake: true };

/** Stores the settings as text, which may be missing, outdated or invalid. */
export interface SettingsStore {
	read(): string | null;
	write(text: string): void;
	/** Calls the listener when another tab has written. */
	onChange(listener: () => void): void;
}

function isSpeedLimit(value: unknown): value is SpeedLimit {
	return SPEED_LIMITS.some((limit) => limit === value);
}

/** Parses settings; missing or invalid ones get their defaults. */
export function readSettings(text: string | null): SettingsValues {
	let parsed: unknown;
	try {
		parsed = JSON.parse(text ?? "null");
	} catch {
		return DEFAULTS;
	}
	if (typeof parsed !== "object" || parsed === null) return DEFAULTS;
	const { speedLimit, keepAwake }: { speedLimit?: unknown; keepAwake?: unknown } = parsed;
	return {
		speedLimit: isSpeedLimit(speedLimit) ? speedLimit : DEFAULTS.speedLimit,
		keepAwake: typeof keepAwake === "boolean" ? keepAwake : DEFAULTS.keepAwake,
	};
}

/** The settings of this device, persisted and shared by all its tabs. */
export class Settings {
	readonly values: ReadonlySignal<SettingsValues>;
	#values = signal(DEFAULTS);
	#store: SettingsStore;

	constructor(store: SettingsStore) {
		this.#store = store;
		this.values = this.#values;
		const read = () => {
			this.#values.value = readSettings(store.read());
		};
		read();
		store.onChange(read);
	}

	set(change: Partial<SettingsValues>): void {
		this.#values.value = { ...this.#values.peek(), ...change };
		this.#store.write(JSON.stringify(this.#values.peek()));
	}
}
