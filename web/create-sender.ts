import { effect } from "@preact/signals";
import type { Api } from "../client/http/api.ts";
import type { Clock } from "../client/http/clock.ts";
import type { Persevere } from "../client/http/retry.ts";
import { requestsAtOnce } from "../client/sending/parallel-requests.ts";
import { UploadEngine } from "../client/sending/upload-engine.ts";
import { isReadable } from "../client/sending/upload-source.ts";
import { createFileHash } from "./edges/browser/file-hash.ts";
import { pageProtocol } from "./edges/browser/page-protocol.ts";
import { randomName } from "./edges/browser/random-id.ts";
import { createXhrSend } from "./edges/browser/send-by-xhr.ts";
import { createWakeLock } from "./edges/browser/wake-lock.ts";
import { breathe, paintFirst } from "./edges/browser/yield-to-loop.ts";
import { readDrop, readFiles } from "./edges/drop/drop-walk.ts";
import { permissionOf, sourceAt } from "./edges/drop/file-origin.ts";
import { readHandles } from "./edges/drop/handle-walk.ts";
import { createCommandStore } from "./edges/storage/command-store.ts";
import { createPendingFiles } from "./edges/storage/pending-files.ts";
import type { TabLocks } from "./edges/tabs/tab-locks.ts";
import { CommandOutbox } from "./models/commands/command-outbox.ts";
import type { Notices } from "./models/notices.ts";
import { Outbox } from "./models/sending/outbox.ts";
import { Reopening } from "./models/sending/reopening.ts";
import type { Sender } from "./models/sending/sender-proxy.ts";
import { Takeover } from "./models/sending/upload-recovery.ts";
import { Uploads } from "./models/sending/uploads.ts";
import type { Connection } from "./models/session/connection.ts";
import type { SessionModel } from "./models/session/session-model.ts";
import type { Settings } from "./models/settings.ts";

/** What the page has made before. */
export interface SenderDeps {
	readonly api: Pick<Api, "announce" | "command">;
	readonly clock: Clock;
	readonly locks: TabLocks;
	readonly persevere: Persevere;
	readonly session: SessionModel;
	readonly connection: Pick<Connection, "slowedDown">;
	readonly notices: Notices;
	readonly settings: Pick<Settings, "chosen">;
	/** A name for a new batch, never used before. */
	newKey(): string;
	online(): boolean;
	/** The stream has something to tell: bytes were stored. */
	rouse(): void;
	/** The server did not answer: the stream may be dead too. */
	doubt(): void;
	sessionEnded(): void;
}

/** Joins models and edges of all that reads files, sends them and orders what is done with them. Loaded when the page is painted. */
export function createSender(deps: SenderDeps): Sender {
	const { api, clock, locks, persevere, session, connection, notices, settings } = deps;
	const { newKey, online, rouse, doubt, sessionEnded } = deps;
	const engine: UploadEngine = new UploadEngine(
		{
			send: createXhrSend(clock),
			clock,
			online,
			isReadable,
			parallel: requestsAtOnce(pageProtocol(performance)),
		},
		{
			sent: (n, bytes) => session.locals.sent(n, bytes),
			// The stream tells of stored bytes itself.
			kept: () => {},
			stored: (n) => {
				outbox.stored(n);
				rouse();
			},
			gone: (n) => outbox.stored(n),
			parked: (n) => outbox.parked(n),
			failed: (n, code, detail) => outbox.failed(n, code, detail),
			waiting: (why, until) => {
				if (why === "asked") connection.slowedDown(until);
				else doubt();
			},
			goingOn: () => connection.slowedDown(null),
			sessionEnded,
		},
	);
	const pending = createPendingFiles(indexedDB);
	const outbox = new Outbox({ uploader: engine, pending, clock, session });
	const reopening = new Reopening({ outbox, session, permissionOf });
	const takeover = new Takeover({ api, pending, locks, persevere, session, outbox, reopening, sourceAt });
	const uploads = new Uploads({
		api,
		outbox,
		takeover,
		reopening,
		hash: createFileHash(crypto.subtle),
		locks,
		newKey,
		persevere,
		session,
		notices,
		breathe,
		paintFirst,
		sessionEnded,
	});
	const commands = new CommandOutbox({
		api,
		store: createCommandStore(indexedDB),
		locks,
		persevere,
		asked: session.asked,
		tab: randomName(clock),
		delayed: () => notices.say("The server cannot be reached. It is told as soon as it answers."),
	});
	const wakeLock = createWakeLock(navigator, document);
	effect(() =>
		wakeLock.want(settings.chosen.value.keepAwake && session.isWorking.value && outbox.unsent.value),
	);
	return { uploads, commands, outbox, reopening, engine, readDrop, readHandles, readFiles };
}
