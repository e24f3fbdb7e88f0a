import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { UploadEngine } from "../../../client/sending.ts";
import type { CommandAction, Target } from "../../../src/protocol/stream/command-message.ts";
import type { DropContents } from "../../edges/drop/dropped-items.ts";
import type { RootHandle } from "../../edges/drop/file-origin.ts";
import type { PickedFile } from "../../edges/drop/picked-file.ts";
import type { CommandOutbox, CommandResult } from "../commands/command-outbox.ts";
import type { FileReopener } from "./file-reopener.ts";
import type { Outbox } from "./outbox.ts";
import type { UploadCoordinator } from "./upload-coordinator.ts";

/** Called with the number of files found so far in a folder being walked. */
export type OnFilesFound = (count: number) => void;

/** Everything that reads files, sends them, and sends commands. */
export interface Sender {
	readonly uploads: UploadCoordinator;
	readonly commands: Pick<CommandOutbox, "begin" | "clear" | "adoptOrphaned" | "send">;
	readonly outbox: Pick<Outbox, "hasUnsent">;
	readonly reopener: Pick<FileReopener, "awaitingPermission" | "requestPermission">;
	readonly engine: Pick<UploadEngine, "bytesPerSecond" | "wake">;
	readDrop(dropped: DropContents, onFound: OnFilesFound): Promise<readonly PickedFile[]>;
	readHandles(roots: readonly RootHandle[], onFound: OnFilesFound): Promise<readonly PickedFile[]>;
	readFiles(files: readonly File[]): Promise<readonly PickedFile[]>;
}

function beginSession({ uploads, commands }: Sender, sessionId: string): void {
	uploads.begin(sessionId);
	void commands.begin(sessionId);
}

/**
 * Stands in for the sender while its code is loading, so that the page is painted without it. What was requested before
 * is passed on once it is loaded; until then nothing can have failed or be unsent.
 */
export class SenderProxy {
	/** Whether bytes are unsent; closing the page now would interrupt uploading. */
	readonly hasUnsent: ReadonlySignal<boolean>;
	/** Files whose upload continues as soon as permission to read them is granted. */
	readonly awaitingPermission: ReadonlySignal<number>;
	#sender = signal<Sender | undefined>(undefined);
	#createSender: () => Promise<Sender>;
	#loading: Promise<Sender> | undefined;
	#sessionId: string | undefined;
	#bytesPerSecond: number | null = null;

	/** `createSender` loads the sender, retrying until it succeeds. */
	constructor(createSender: () => Promise<Sender>) {
		this.#createSender = createSender;
		this.hasUnsent = computed(() => this.#sender.value?.outbox.hasUnsent.value ?? false);
		this.awaitingPermission = computed(() => this.#sender.value?.reopener.awaitingPermission.value ?? 0);
	}

	/** The sender, once it is loaded. The first call loads it. */
	load(): Promise<Sender> {
		this.#loading ??= this.#create();
		return this.#loading;
	}

	/** A session is open: continues what an earlier page left unsent in it. */
	begin(sessionId: string): void {
		this.#sessionId = sessionId;
		const sender = this.#sender.peek();
		if (sender !== undefined) beginSession(sender, sessionId);
	}

	/** The session no longer exists, and its file numbers are void. */
	clear(): void {
		this.#sessionId = undefined;
		this.#sender.peek()?.uploads.clear();
		this.#sender.peek()?.commands.clear();
	}

	/** Takes over commands left behind by closed tabs. A sender that is not loaded yet does so when it begins. */
	adoptOrphanedCommands(): void {
		void this.#sender.peek()?.commands.adoptOrphaned();
	}

	/** Sends a command; the answer may take long. */
	async sendCommand(does: CommandAction, target: Target): Promise<CommandResult> {
		return (await this.load()).commands.send(does, target);
	}

	/** Retries now: the network may be back, or a person is looking. */
	wake(): void {
		this.#sender.peek()?.engine.wake();
	}

	/** Limits uploading to bytes per second; `null`: unlimited. */
	setSpeedLimit(bytesPerSecond: number | null): void {
		this.#bytesPerSecond = bytesPerSecond;
		const sender = this.#sender.peek();
		if (sender !== undefined) sender.engine.bytesPerSecond = bytesPerSecond;
	}

	/** Asks for permission to read what was dropped. Must be called inside a user gesture. */
	async requestPermission(): Promise<void> {
		await this.#sender.peek()?.reopener.requestPermission();
	}

	/** Whether this page has the bytes of a file that it failed to send. */
	canResend(n: number): boolean {
		return this.#sender.peek()?.uploads.canResend(n) ?? false;
	}

	async resend(n: number): Promise<void> {
		await this.#sender.peek()?.uploads.resend(n);
	}

	/** Resends the selected files that failed here. Resolves to their number. */
	async resendAll(isSelected: (n: number) => boolean): Promise<number> {
		return (await this.#sender.peek()?.uploads.resendAll(isSelected)) ?? 0;
	}

	async #create(): Promise<Sender> {
		const sender = await this.#createSender();
		this.#sender.value = sender;
		sender.engine.bytesPerSecond = this.#bytesPerSecond;
		if (this.#sessionId !== undefined) beginSession(sender, this.#sessionId);
		return sender;
	}
}
