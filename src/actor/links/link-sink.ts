import { type Sink, type StoredProgress, UNWANTED, unwanted } from "../../links/fetch-link.ts";
import { type LinkProblem, temporary } from "../../links/link-problem.ts";
import type { ResponseHead } from "../../links/response-head.ts";
import type { Problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import type {
	UploadStep,
	UploadStore,
	UploadView,
	UploadWriter,
	WriteGrant,
} from "../../session/rules/upload-protocol.ts";
import { isComplete, newUpload } from "../../session/rules/upload-rules.ts";
import type { Session } from "../../session/session.ts";
import type { UploadLookup } from "../../session/store/upload-table.ts";
import type { BufferBudget } from "../../writer/part-buffers.ts";
import { PartWriter } from "../../writer/part-writer.ts";
import { sha256OfBytes } from "../../writer/sha256-of-bytes.ts";
import type { UploadManager } from "../uploads/upload-manager.ts";

/** What storing the bytes of a link is made of; tests pass a fake of R2. */
export interface LinkSinkDeps {
	readonly session: Session;
	readonly uploads: UploadLookup;
	readonly uploadManager: UploadManager;
	readonly store: UploadStore;
	readonly budget: BufferBudget;
	now(): number;
	setTimer(ms: number, call: () => void): () => void;
	/** Fresh names, for an object and for a writer. */
	newObject(): string;
	newToken(): string;
	/** Whether the file still waits for these bytes. */
	isWanted(): boolean;
}

/** Refusals that mean that the file was paused, cancelled, removed or sent by other means meanwhile. */
const SUPERSEDED: ReadonlySet<string> = new Set([
	"locked",
	"gone",
	"not-found",
	"wrong-state",
	"wrong-offset",
]);

function problemOf({ code, detail }: Problem): LinkProblem {
	return SUPERSEDED.has(code) ? UNWANTED : temporary(code, detail);
}

/**
 * Stores the bytes of a link as a resumable upload: the same parts and the same rows, so that a kill at any moment loses at most
 * what was not stored yet.
 */
export class LinkSink implements Sink {
	readonly #deps: LinkSinkDeps;
	readonly #file: number;
	#grant: WriteGrant | undefined;

	constructor(file: number, deps: LinkSinkDeps) {
		this.#file = file;
		this.#deps = deps;
	}

	async begin(head: ResponseHead): Promise<Result<null, LinkProblem>> {
		const { session, now, newObject, isWanted } = this.#deps;
		const file = this.#file;
		if (!isWanted()) return unwanted();
		const { from, length, name, type, validator } = head;
		const about = { ...(type !== undefined && { type }), ...(validator !== undefined && { validator }) };
		const described = session.execute({
			type: "describe-link",
			file,
			link: { name, size: length ?? 0, ...about },
		});
		if (!described.ok) return unwanted();
		if (from === 0) {
			// The server does not resume: what an earlier try stored is useless.
			session.dropUpload(file);
			const object = newObject();
			const begun = session.execute({ type: "begin", file, object });
			if (!begun.ok) return unwanted();
			const wanted = { to: { file }, length, metadata: "", object, concat: null, writer: null };
			session.saveUpload(newUpload(file, wanted, true, now()));
		}
		return this.#lease(from, null);
	}

	async #lease(offset: number, length: number | null): Promise<Result<null, LinkProblem>> {
		const writer: UploadWriter = { token: this.#deps.newToken(), unproven: null };
		const leased = await this.#deps.uploadManager.lease(this.#file, writer, offset, length);
		if (!leased.ok) return refuse(problemOf(leased.problem));
		this.#grant = leased.value;
		return ok(null);
	}

	async write(chunks: AsyncIterable<Uint8Array>): Promise<Result<StoredProgress, LinkProblem>> {
		const grant = this.#grant;
		if (grant === undefined) return unwanted();
		const { store, budget, uploadManager, setTimer } = this.#deps;
		const deps = {
			store,
			budget,
			advance: (step: UploadStep) => uploadManager.advance(this.#file, grant.token, step),
			sha256: sha256OfBytes,
			wait: (ms: number) => new Promise<void>((resolve) => setTimer(ms, resolve)),
		};
		const { length, offset } = grant.view;
		const left = length === null ? null : length - offset;
		return this.#progress(await new PartWriter(grant, deps, undefined, left).write(chunks));
	}

	/** When storage cannot join the parts just now, the alarm does so later: all bytes are stored. */
	#progress(written: Result<UploadView, Problem>): Result<StoredProgress, LinkProblem> {
		if (written.ok) return written;
		const upload = this.#deps.uploads.get(this.#file);
		const isStored = upload !== undefined && upload.tail === null && isComplete(upload);
		return isStored ? ok({ offset: upload.length ?? 0, whole: true }) : refuse(problemOf(written.problem));
	}

	async finish(length: number): Promise<Result<StoredProgress, LinkProblem>> {
		const leased = await this.#lease(length, length);
		return leased.ok ? this.write(noBytes()) : leased;
	}
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}
