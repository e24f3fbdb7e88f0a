import { createRetry } from "../../../client/http/retry.ts";
import { ok } from "../../../src/protocol/result.ts";
import type { RootHandle } from "../../../web/edges/drop/file-origin.ts";
import type { PickedFile } from "../../../web/edges/drop/picked-file.ts";
import { Notices } from "../../../web/models/notices.ts";
import { FileReopener } from "../../../web/models/sending/file-reopener.ts";
import { Outbox } from "../../../web/models/sending/outbox.ts";
import type { Sender } from "../../../web/models/sending/sender-proxy.ts";
import { UploadCoordinator } from "../../../web/models/sending/upload-coordinator.ts";
import { UploadRecovery } from "../../../web/models/sending/upload-recovery.ts";
import { SessionModel } from "../../../web/models/session/session-model.ts";
import { FakeClock, settle } from "../../client/support/fake-clock.ts";
import { FakePending } from "./fake-pending.ts";
import type { FakeSessionServer } from "./fake-session-server.ts";
import { FakeTabLocks } from "./fake-tabs.ts";

/** What the tabs of one browser share. */
export class FakeBrowser {
	readonly locks = new FakeTabLocks();
	readonly pending = new FakePending();
	/** Hashes of files; those of other files cannot be computed. */
	readonly hashes = new Map<Blob, string>();
	/** Handles that may be read again. */
	readonly readable = new Set<RootHandle>();
	/** Number of batch keys so far. */
	keys = 0;
}

/** One tab: the real models over fake edges. Files given to the uploader are only recorded. */
export class FakePage {
	readonly clock = new FakeClock();
	readonly session = new SessionModel(
		(work) => queueMicrotask(work),
		(work) => queueMicrotask(work),
		() => this.clock.now(),
	);
	readonly notices = new Notices(this.clock);
	readonly enqueued: number[] = [];
	readonly forgotten: number[] = [];
	/** Calls to pause and resume, in order: `pause 1`, `resume 1`. */
	readonly pauseCalls: string[] = [];
	sessionEnded = false;
	readonly outbox: Outbox;
	readonly reopener: FileReopener;
	readonly uploads: UploadCoordinator;
	readonly locks: ReturnType<FakeTabLocks["tab"]>;
	#unsubscribe: () => void;

	/** `null`: the session is begun later. */
	constructor(browser: FakeBrowser, server: FakeSessionServer, sessionId: string | null = "session") {
		const { clock, session, notices } = this;
		const { pending } = browser;
		const locks = browser.locks.tab();
		const retry = createRetry(clock);
		this.locks = locks;
		this.outbox = new Outbox({
			uploader: {
				add: (_, files) => this.enqueued.push(...files.map(({ n }) => n)),
				pause: (numbers) => this.pauseCalls.push(...Array.from(numbers, (n) => `pause ${n}`)),
				resume: (numbers) => this.pauseCalls.push(...Array.from(numbers, (n) => `resume ${n}`)),
				forget: (n) => this.forgotten.push(n),
				clear: () => this.enqueued.splice(0),
			},
			pending,
			clock,
			session,
		});
		const { outbox } = this;
		const permissionOf = async (root: RootHandle, ask = false) => {
			if (ask) browser.readable.add(root);
			return browser.readable.has(root) ? "granted" : "prompt";
		};
		this.reopener = new FileReopener({ outbox, session, readPermission: permissionOf });
		const { reopener } = this;
		const recovery = new UploadRecovery({
			api: server,
			pending,
			locks,
			retry,
			session,
			outbox,
			reopener,
			reopenableSource: (_, { name, size }) => ({ name, size }),
		});
		this.uploads = new UploadCoordinator({
			api: server,
			outbox,
			recovery,
			reopener,
			hash: async (bytes) => browser.hashes.get(bytes),
			locks,
			newKey: () => `drop-${++browser.keys}`,
			retry,
			session,
			notices,
			yieldToLoop: () => Promise.resolve(),
			waitForPaint: (painted) => painted,
			sessionEnded: () => {
				this.sessionEnded = true;
			},
		});
		if (sessionId !== null) this.uploads.begin(sessionId);
		this.#unsubscribe = server.listen((frame) => session.deliver(frame));
	}

	/** Drops files by name; sizes and times are all alike unless given. */
	async drop(...files: readonly (string | File | PickedFile)[]): Promise<void> {
		const picked = files.map((file) => {
			if (typeof file === "string") return { file: photo(file) };
			return file instanceof File ? { file } : file;
		});
		await this.uploads.add(picked);
		await this.settle();
	}

	/** The tab is closed or reloaded: its work stops, and its locks are free. */
	close(): void {
		this.#unsubscribe();
		this.locks.close();
	}

	async settle(): Promise<void> {
		for (let round = 0; round < 5; round++) await settle();
	}

	/** The names of the rows, in order. */
	names(): string[] {
		return this.session.order.value.map((n) => this.session.record(n)?.name ?? "?");
	}

	/** Where the bytes of a file are, as its row shows. */
	sourceState(n: number): string | undefined {
		return this.session.view(n)?.local.source;
	}
}

/** Commands that are sent nowhere. */
export const NO_COMMANDS: Sender["commands"] = {
	begin: async () => {},
	clear() {},
	adoptOrphaned: async () => {},
	send: async () => ok(null),
};

/** A small file with a fixed modification time. */
export function photo(name: string, bytes = "bytes"): File {
	return new File([bytes], name, { lastModified: 1_700_000_000_000 });
}
