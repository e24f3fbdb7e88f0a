import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { UploadEngine } from "../../../client/sending/upload-engine.ts";
import type { CommandAction, Target } from "../../../src/protocol/stream/command-message.ts";
import type { Dropped } from "../../edges/drop/dropped-items.ts";
import type { RootHandle } from "../../edges/drop/file-origin.ts";
import type { PickedFile } from "../../edges/drop/picked-file.ts";
import type { CommandAnswer, CommandOutbox } from "../commands/command-outbox.ts";
import type { Outbox } from "./outbox.ts";
import type { Reopening } from "./reopening.ts";
import type { Uploads } from "./uploads.ts";

/** Tells how many files were found so far in a folder that is being walked. */
export type Found = (count: number) => void;

/** Everything that reads files, sends them, and orders what is done with them. */
export interface Sender {
	readonly uploads: Uploads;
	readonly commands: Pick<CommandOutbox, "begin" | "clear" | "adopt" | "send">;
	readonly outbox: Pick<Outbox, "unsent">;
	readonly reopening: Pick<Reopening, "count" | "allow">;
	readonly engine: Pick<UploadEngine, "bytesPerSecond" | "wake">;
	readDrop(dropped: Dropped, found: Found): Promise<readonly PickedFile[]>;
	readHandles(roots: readonly RootHandle[], found: Found): Promise<readonly PickedFile[]>;
	readFiles(files: readonly File[]): Promise<readonly PickedFile[]>;
}

function beginIn({ uploads, commands }: Sender, sessionId: string): void {
	uploads.begin(sessionId);
	void commands.begin(sessionId);
}

/**
 * Stands for what sends while that is on its way: the page is painted without it. What was said to it before is passed on when
 * it is there, and nothing of it can have failed or be unsent before.
 */
export class Sending {
	/** Whether bytes are unsent; closing the page now would interrupt that. */
	readonly unsent: ReadonlySignal<boolean>;
	/** Files that go on as soon as a person allows that they are read. */
	readonly askable: ReadonlySignal<number>;
	#sender = signal<Sender | undefined>(undefined);
	#fetch: () => Promise<Sender>;
	#loading: Promise<Sender> | undefined;
	#sessionId: string | undefined;
	#bytesPerSecond: number | null = null;

	/** `fetch` brings it, however often that has to be tried. */
	constructor(fetch: () => Promise<Sender>) {
		this.#fetch = fetch;
		this.unsent = computed(() => this.#sender.value?.outbox.unsent.value ?? false);
		this.askable = computed(() => this.#sender.value?.reopening.count.value ?? 0);
	}

	/** What sends, as soon as it is there. The first call fetches it. */
	load(): Promise<Sender> {
		this.#loading ??= this.#bring();
		return this.#loading;
	}

	/** A session is open: what an earlier page left unsent in it goes on. */
	begin(sessionId: string): void {
		this.#sessionId = sessionId;
		const sender = this.#sender.peek();
		if (sender !== undefined) beginIn(sender, sessionId);
	}

	/** The session is gone, and every number with it. */
	clear(): void {
		this.#sessionId = undefined;
		this.#sender.peek()?.uploads.clear();
		this.#sender.peek()?.commands.clear();
	}

	/** Takes up what was ordered in tabs that are gone. What comes late has done so when it began. */
	adopt(): void {
		void this.#sender.peek()?.commands.adopt();
	}

	/** Orders something; the answer may be long in coming. */
	async order(does: CommandAction, target: Target): Promise<CommandAnswer> {
		return (await this.load()).commands.send(does, target);
	}

	/** The network may be back, or a person is looking. */
	wake(): void {
		this.#sender.peek()?.engine.wake();
	}

	/** Bytes a second; `null`: as many as go. */
	limit(bytesPerSecond: number | null): void {
		this.#bytesPerSecond = bytesPerSecond;
		const sender = this.#sender.peek();
		if (sender !== undefined) sender.engine.bytesPerSecond = bytesPerSecond;
	}

	/** Asks for leave to read what was dropped. To be called in the handler of a press. */
	async allow(): Promise<void> {
		await this.#sender.peek()?.reopening.allow();
	}

	/** Whether this page has the bytes of a file whose sending failed. */
	canResend(n: number): boolean {
		return this.#sender.peek()?.uploads.canResend(n) ?? false;
	}

	async resend(n: number): Promise<void> {
		await this.#sender.peek()?.uploads.resend(n);
	}

	/** Sends again whatever failed here and is meant. Answers how many files that are. */
	async resendAll(isMeant: (n: number) => boolean): Promise<number> {
		return (await this.#sender.peek()?.uploads.resendAll(isMeant)) ?? 0;
	}

	async #bring(): Promise<Sender> {
		const sender = await this.#fetch();
		this.#sender.value = sender;
		sender.engine.bytesPerSecond = this.#bytesPerSecond;
		if (this.#sessionId !== undefined) beginIn(sender, this.#sessionId);
		return sender;
	}
}
