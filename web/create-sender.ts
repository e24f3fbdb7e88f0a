import { effect } from "@preact/signals";
import type { Api, Clock, Retry } from "../client/http.ts";
import { maxRequests, UploadEngine, type UploadProblem } from "../client/sending.ts";
import { createFileHash } from "./edges/browser/file-hash.ts";
import { randomId } from "./edges/browser/random-id.ts";
import { createXhrSend } from "./edges/browser/send-by-xhr.ts";
import { createWakeLock } from "./edges/browser/wake-lock.ts";
import { waitForPaint, yieldToLoop } from "./edges/browser/yield-to-loop.ts";
import { readDrop, readFiles } from "./edges/drop/drop-walk.ts";
import { readPermission, reopenableSource } from "./edges/drop/file-origin.ts";
import { readHandles } from "./edges/drop/handle-walk.ts";
import { createCommandStore } from "./edges/storage/command-store.ts";
import { createPendingFiles } from "./edges/storage/pending-files.ts";
import type { TabLocks } from "./edges/tabs/tab-locks.ts";
import { CommandOutbox } from "./models/commands/command-outbox.ts";
import type { Notices } from "./models/notices.ts";
import { FileReopener } from "./models/sending/file-reopener.ts";
import { Outbox } from "./models/sending/outbox.ts";
import type { Sender } from "./models/sending/sender-proxy.ts";
import { UploadCoordinator } from "./models/sending/upload-coordinator.ts";
import { UploadRecovery } from "./models/sending/upload-recovery.ts";
import type { Connection } from "./models/session/connection.ts";
import type { SessionModel } from "./models/session/session-model.ts";
import type { Settings } from "./models/settings.ts";
import { uploadWords } from "./words/en/upload.ts";

/** What the page has already created. */
export interface SenderDeps {
	readonly api: Pick<Api, "announce" | "command">;
	readonly clock: Clock;
	readonly locks: TabLocks;
	readonly retry: Retry;
	readonly session: SessionModel;
	readonly connection: Pick<Connection, "setSlowedUntil">;
	readonly notices: Notices;
	readonly settings: Pick<Settings, "values">;
	/** A new, unique batch key. */
	newKey(): string;
	online(): boolean;
	/** Bytes were stored: the stream has something to report. */
	pollNow(): void;
	/** The server did not answer: the stream's connection may be dead too. */
	probe(): void;
	sessionEnded(): void;
}

/** Creates everything that reads files, sends them and sends commands. Loaded after the first paint. */
export function createSender(deps: SenderDeps): Sender {
	const { api, clock, locks, retry, session, connection, notices, settings } = deps;
	const { newKey, online, pollNow, probe, sessionEnded } = deps;
	const engine: UploadEngine = new UploadEngine(
		{
			send: createXhrSend(clock),
			clock,
			online,
			parallel: maxRequests(pageProtocol()),
		},
		{
			sent: (n, bytes) => session.localFiles.setSent(n, bytes),
			// The stream reports stored bytes itself.
			confirmed: () => {},
			stored: (n) => {
				outbox.markStored(n);
				pollNow();
			},
			gone: (n) => outbox.markStored(n),
			stopped: (n) => outbox.markPaused(n),
			failed: (n, problem) => outbox.markFailed(n, problem.code, uploadProblemSentence(problem)),
			waiting: (why, until) => {
				if (why === "asked") connection.setSlowedUntil(until);
				else probe();
			},
			waitEnded: () => connection.setSlowedUntil(null),
			sessionEnded,
		},
	);
	const pending = createPendingFiles(indexedDB);
	const outbox = new Outbox({ uploader: engine, pending, clock, session });
	const reopener = new FileReopener({ outbox, session, readPermission });
	const recovery = new UploadRecovery({
		api,
		pending,
		locks,
		retry,
		session,
		outbox,
		reopener,
		reopenableSource,
	});
	const uploads = new UploadCoordinator({
		api,
		outbox,
		recovery,
		reopener,
		hash: createFileHash(crypto.subtle),
		locks,
		newKey,
		retry,
		session,
		notices,
		yieldToLoop,
		waitForPaint,
		sessionEnded,
	});
	const commands = new CommandOutbox({
		api,
		store: createCommandStore(indexedDB),
		locks,
		retry,
		pending: session.pendingCommands,
		tab: randomId(clock),
		onDelayed: () => notices.show(uploadWords.commandDelayed),
	});
	const wakeLock = createWakeLock(navigator, document);
	effect(() =>
		wakeLock.setWanted(settings.values.value.keepAwake && session.isWorking.value && outbox.hasUnsent.value),
	);
	return { uploads, commands, outbox, reopener, engine, readDrop, readHandles, readFiles };
}

/** The HTTP version that brought this page (ALPN id), or an empty string. */
function pageProtocol(): string {
	const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
	return navigation?.nextHopProtocol ?? "";
}

/** Why a file could not be sent, as a sentence for people. A refusal is explained by the server itself. */
function uploadProblemSentence({ code, detail, tries }: UploadProblem): string {
	if (code === "unreadable") return uploadWords.unreadable;
	if (code !== "upload-failed") return detail ?? uploadWords.refused;
	return uploadWords.failed(tries ?? 0, detail ?? uploadWords.connectionBroke);
}
