import { mustReset, nextAlarm, type WakeTimes } from "../../session/alarm/wake-times.ts";

/** The actor's one alarm. Its time is remembered, so that reading it costs nothing and it is set only when it must be. */
export class AlarmClock {
	readonly #storage: DurableObjectStorage;
	/** Milliseconds since 1970; `null` when it is not set; `undefined` until the platform was asked. */
	#present: number | null | undefined;
	/** Each setting is one row. */
	rowsWritten = 0;

	constructor(storage: DurableObjectStorage) {
		this.#storage = storage;
	}

	/** The alarm has fired: the platform has none any more. */
	onFired(): void {
		this.#present = null;
	}

	/** Sets it, whatever it was. A failed setting is not remembered, so that the next one asks the platform again. */
	async set(time: number | undefined): Promise<void> {
		this.#present = time ?? null;
		this.rowsWritten += 1;
		try {
			await (time === undefined ? this.#storage.deleteAlarm() : this.#storage.setAlarm(time));
		} catch (error) {
			this.#present = undefined;
			throw error;
		}
	}

	/** Makes sure that it fires no later than the earliest wake time. */
	async ensure(times: WakeTimes): Promise<void> {
		if (this.#present === undefined) this.#present = await this.#storage.getAlarm();
		const wanted = nextAlarm(times);
		if (mustReset(this.#present, wanted)) await this.set(wanted);
	}
}
