import type { FileRecord } from "../../protocol/files/file-record.ts";
import { type AlarmWishes, nextAlarm } from "../../session/alarm/next-alarm.ts";
import { sweepAt, wishesOf } from "../../session/alarm/wake-times.ts";
import { ORPHAN_AGE_MS, SLICE_RESCUE_MS, UPLOAD_STALE_MS } from "../../session/limits.ts";
import { type Reading, runSlice } from "../../session/queue/run-slice.ts";
import type { Loop } from "../../session/session.ts";
import type { Fetching } from "../links/link-fetcher.ts";
import type { Heartbeat } from "../sockets/dialect-heartbeat.ts";
import type { Sweep } from "../storage-cleaner.ts";
import type { Uploading } from "../uploads/upload-manager.ts";
import type { AlarmClock } from "./alarm-clock.ts";

/** What the duties of a session need of its keeper. */
export interface DutiesPorts {
	readonly loop: Loop;
	readonly uploading: Uploading;
	readonly fetching: Fetching;
	readonly clock: AlarmClock;
	readonly sweep: Sweep;
	readonly heartbeat: Heartbeat;
	/** When objects that belong to no file were last looked for; 0 when never. */
	sweptAt(): number;
	/** They were looked for at this time. */
	swept(at: number): void;
	/** When everything goes. */
	expiry(): number;
	/** Reads one stored file. Throws when the platform failed. */
	read(file: FileRecord, until: number): Promise<Reading>;
	/** A slice of work is over. */
	rested(): void;
}

/** What an alarm asks of a session that lives: work, clearing away, keeping in touch; and when it rings next. */
export class Duties {
	readonly #ports: DutiesPorts;
	#working = false;

	constructor(ports: DutiesPorts) {
		this.#ports = ports;
	}

	#wishes(): AlarmWishes {
		const { loop, heartbeat, uploading, fetching, sweptAt, expiry } = this.#ports;
		return wishesOf(loop, {
			now: Date.now(),
			working: this.#working,
			heartbeatAt: heartbeat.lastAt(),
			sweptAt: sweptAt(),
			expiry: expiry(),
			uploads: uploading,
			links: fetching,
		});
	}

	/** Sets the alarm to what is wanted next, when it would ring too late for that. */
	async arrangeAlarm(): Promise<void> {
		await this.#ports.clock.arrange(this.#wishes());
	}

	/** Does everything whose time has come. */
	async do(now: number): Promise<void> {
		const { loop, uploading, fetching, clock, sweep, heartbeat } = this.#ports;
		heartbeat.beat(now);
		fetching.start();
		this.#releaseStale(now);
		if (await uploading.ring()) loop.erase();
		await sweep.empty(loop);
		await this.#sweepOrphans(now);
		if (loop.queue.next(now)) await this.#work();
		if (!loop.ended) await clock.set(nextAlarm(this.#wishes()));
	}

	/** Takes back what was begun and never ended: its Worker died. */
	#releaseStale(now: number): void {
		const { loop, uploading } = this.#ports;
		for (const file of loop.queue.uploading()) {
			const object = loop.model.incoming.get(file.n);
			const stale = file.at + UPLOAD_STALE_MS <= now && !uploading.isWritten(file.n);
			if (stale && object !== undefined) loop.do({ type: "release", file: file.n, object });
		}
	}

	/** Removes what a killed Worker left: objects that belong to no file. */
	async #sweepOrphans(now: number): Promise<void> {
		const { loop, sweep, sweptAt, swept } = this.#ports;
		const due = sweepAt(loop, sweptAt());
		if (loop.ended || due === undefined || now < due) return;
		await sweep.orphans(loop, now - ORPHAN_AGE_MS);
		swept(now);
	}

	/** One slice of work, behind an alarm that rings even if this isolate is killed. */
	async #work(): Promise<void> {
		if (this.#working) return;
		const { loop, clock, read, rested } = this.#ports;
		this.#working = true;
		await clock.set(Date.now() + SLICE_RESCUE_MS);
		try {
			await runSlice({
				now: Date.now,
				random: Math.random,
				next: () => loop.queue.next(Date.now()),
				do: (command) => void loop.do(command),
				settled: () => loop.settled(),
				read,
			});
		} finally {
			this.#working = false;
		}
		if (loop.ended) return;
		loop.rest();
		rested();
	}
}
