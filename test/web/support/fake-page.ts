import { createPersevere } from "../../../client/http/retry.ts";
import { ok } from "../../../src/protocol/result.ts";
import type { RootHandle } from "../../../web/edges/drop/file-origin.ts";
import type { PickedFile } from "../../../web/edges/drop/picked-file.ts";
import { Notices } from "../../../web/models/notices.ts";
import { Outbox } from "../../../web/models/sending/outbox.ts";
import { Reopening } from "../../../web/models/sending/reopening.ts";
import type { Sender } from "../../../web/models/sending/sender-proxy.ts";
import { Takeover } from "../../../web/models/sending/upload-recovery.ts";
import { Uploads } from "../../../web/models/sending/uploads.ts";
import { SessionModel } from "../../../web/models/session/session-model.ts";
import { FakeClock, settle } from "../../client/support/fake-clock.ts";
import { FakePending } from "./fake-pending.ts";
import type { FakeSessionServer } from "./fake-session-server.ts";
import { FakeLocks } from "./fake-tabs.ts";

/** What tabs of one browser share. */
export class FakeBrowser {
	readonly locks = new FakeLocks();
	readonly pending = new FakePending();
	/** Hashes of files; of others it cannot be told. */
	readonly hashes = new Map<Blob, string>();
	/** What a person has allowed to be read again. */
	readonly allowed = new Set<RootHandle>();
	/** Keys given to drops so far. */
	keys = 0;
}

/** One tab: the real models over fake edges. What the uploader would send is only noted. */
export class FakePage {
	readonly clock = new FakeClock();
	readonly session = new SessionModel(
		(work) => queueMicrotask(work),
		(work) => queueMicrotask(work),
		() => this.clock.now(),
	);
	readonly notices = new Notices(this.clock);
	readonly queued: number[] = [];
	readonly dropped: number[] = [];
	/** What the uploader was told to leave alone, and to go on with, in order: `pause 1`, `resume 1`. */
	readonly told: string[] = [];
	sessionEnded = false;
	readonly outbox: Outbox;
	readonly reopening: Reopening;
	readonly uploads: Uploads;
	readonly locks: ReturnType<FakeLocks["tab"]>;
	#hangUp: () => void;

	/** Without a session it is begun later. */
	constructor(browser: FakeBrowser, server: FakeSessionServer, sessionId: string | null = "session") {
		const { clock, session, notices } = this;
		const { pending } = browser;
		const locks = browser.locks.tab();
		const persevere = createPersevere(clock);
		this.locks = locks;
		this.outbox = new Outbox({
			uploader: {
				add: (_, files) => this.queued.push(...files.map(({ n }) => n)),
				pause: (numbers) => this.told.push(...Array.from(numbers, (n) => `pause ${n}`)),
				resume: (numbers) => this.told.push(...Array.from(numbers, (n) => `resume ${n}`)),
				drop: (n) => this.dropped.push(n),
				clear: () => this.queued.splice(0),
			},
			pending,
			clock,
			session,
		});
		const { outbox } = this;
		const permissionOf = async (root: RootHandle, ask = false) => {
			if (ask) browser.allowed.add(root);
			return browser.allowed.has(root) ? "granted" : "prompt";
		};
		this.reopening = new Reopening({ outbox, session, permissionOf });
		const { reopening } = this;
		const takeover = new Takeover({
			api: server,
			pending,
			locks,
			persevere,
			session,
			outbox,
			reopening,
			sourceAt: (_, { name, size }) => ({ name, size }),
		});
		this.uploads = new Uploads({
			api: server,
			outbox,
			takeover,
			reopening,
			hash: async (bytes) => browser.hashes.get(bytes),
			locks,
			newKey: () => `drop-${++browser.keys}`,
			persevere,
			session,
			notices,
			breathe: () => Promise.resolve(),
			paintFirst: (painted) => painted,
			sessionEnded: () => {
				this.sessionEnded = true;
			},
		});
		if (sessionId !== null) this.uploads.begin(sessionId);
		this.#hangUp = server.listen((frame) => session.deliver(frame));
	}

	/** Drops files by name; sizes and times are all alike unless named. */
	async drop(...files: readonly (string | File | PickedFile)[]): Promise<void> {
		const picked = files.map((file) => {
			if (typeof file === "string") return { file: photo(file) };
			return file instanceof File ? { file } : file;
		});
		await this.uploads.add(picked);
		await this.rest();
	}

	/** The tab is closed or reloaded: nothing of it goes on, and its locks are free. */
	close(): void {
		this.#hangUp();
		this.locks.close();
	}

	async rest(): Promise<void> {
		for (let round = 0; round < 5; round++) await settle();
	}

	/** Names of the rows, in order. */
	names(): string[] {
		return this.session.order.value.map((n) => this.session.record(n)?.name ?? "?");
	}

	/** Where the bytes of a file are, as its row would say. */
	whereabouts(n: number): string | undefined {
		return this.session.view(n)?.local.bytes;
	}
}

/** Commands that reach nobody. */
export const NO_COMMANDS: Sender["commands"] = {
	begin: async () => {},
	clear() {},
	adopt: async () => {},
	send: async () => ok(null),
};

/** A small file whose time of change is always the same. */
export function photo(name: string, bytes = "bytes"): File {
	return new File([bytes], name, { lastModified: 1_700_000_000_000 });
}
