import { type AlarmWishes, mustSet, nextAlarm } from "../../session/alarm/next-alarm.ts";

/** The actor's one alarm, remembered, so that asking for it costs nothing and setting it happens only when it must. */
export class AlarmClock {
	readonly #storage: DurableObjectStorage;
	/** When it rings; `null` when it does not; `undefined` until the platform was asked. */
	#present: number | null | undefined;
	/** Each setting is one row written. */
	rowsWritten = 0;

	constructor(storage: DurableObjectStorage) {
		this.#storage = storage;
	}

	/** The alarm has rung: the platform has none any more. */
	rung(): void {
		this.#present = null;
	}

	/** Sets it, whatever it was. A setting that fails is not remembered, so that the next one asks the platform again. */
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

	/** Sets it to the earliest wish, unless it rings before that anyway. */
	async arrange(wishes: AlarmWishes): Promise<void> {
		if (this.#present === undefined) this.#present = await this.#storage.getAlarm();
		const wanted = nextAlarm(wishes);
		if (mustSet(this.#present, wanted)) await this.set(wanted);
	}
}
