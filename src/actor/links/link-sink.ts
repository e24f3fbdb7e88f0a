import type { Answer } from "../../links/answer.ts";
import { type Sink, UNWANTED, unwanted, type Written } from "../../links/fetch-link.ts";
import { type LinkProblem, passing } from "../../links/link-problem.ts";
import type { Problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import type { Grant, Step, UploadStore, UploadView, Writer } from "../../session/rpc/upload-rpc.ts";
import { isComplete, newUpload } from "../../session/rules/upload-rules.ts";
import type { Loop } from "../../session/session.ts";
import type { BufferBudget } from "../../writer/part-buffers.ts";
import { PartWriter } from "../../writer/part-writer.ts";
import { sha256OfBytes } from "../../writer/sha256-of-bytes.ts";
import type { Uploading } from "../uploads/upload-manager.ts";

/** What a sink needs of the actor. */
export interface LinkSinkPorts {
	readonly loop: Loop;
	readonly uploading: Uploading;
	readonly store: UploadStore;
	readonly budget: BufferBudget;
	now(): number;
	later(ms: number, call: () => void): () => void;
	/** A name for an object, and one for a writer; never the same twice. */
	newObject(): string;
	newToken(): string;
	/** Whether the file still waits for these bytes. */
	wanted(): boolean;
}

/** Refusals that mean that a person has decided otherwise meanwhile. */
const NOBODYS: ReadonlySet<string> = new Set(["locked", "gone", "not-found", "wrong-state", "wrong-offset"]);

function problemOf({ code, detail }: Problem): LinkProblem {
	return NOBODYS.has(code) ? UNWANTED : passing(code, detail);
}

/**
 * Takes the bytes of a link as those of a resumable upload: the same parts, the same rows, so that a kill at any moment
 * loses at most what was not stored yet.
 */
export class LinkSink implements Sink {
	readonly #ports: LinkSinkPorts;
	readonly #file: number;
	#grant: Grant | undefined;

	constructor(file: number, ports: LinkSinkPorts) {
		this.#file = file;
		this.#ports = ports;
	}

	async begin(answer: Answer): Promise<Result<null, LinkProblem>> {
		const { loop, now, newObject, wanted } = this.#ports;
		const file = this.#file;
		if (!wanted()) return unwanted();
		const { from, length, name, type, validator } = answer;
		const about = { ...(type !== undefined && { type }), ...(validator !== undefined && { validator }) };
		const learnt = loop.do({ type: "learn", file, told: { name, size: length ?? 0, ...about } });
		if (!learnt.ok) return unwanted();
		if (from === 0) {
			// What an earlier try stored is of no use to this one.
			loop.dropUpload(file);
			const object = newObject();
			const begun = loop.do({ type: "begin", file, object });
			if (!begun.ok) return unwanted();
			const wants = { to: { file }, length, metadata: "", object, concat: null, writer: null };
			loop.putUpload(newUpload(file, wants, true, now()));
		}
		return this.#lease(from, null);
	}

	async #lease(offset: number, length: number | null): Promise<Result<null, LinkProblem>> {
		const writer: Writer = { token: this.#ports.newToken(), unproven: null };
		const leased = await this.#ports.uploading.lease(this.#file, writer, offset, length);
		if (!leased.ok) return refuse(problemOf(leased.problem));
		this.#grant = leased.value;
		return ok(null);
	}

	async write(chunks: AsyncIterable<Uint8Array>): Promise<Result<Written, LinkProblem>> {
		const grant = this.#grant;
		if (grant === undefined) return unwanted();
		const { store, budget, uploading, later } = this.#ports;
		const ports = {
			store,
			budget,
			advance: (step: Step) => uploading.advance(this.#file, grant.token, step),
			sha256: sha256OfBytes,
			wait: (ms: number) => new Promise<void>((resolve) => later(ms, resolve)),
		};
		const { length, offset } = grant.view;
		const left = length === null ? null : length - offset;
		return this.#outcome(await new PartWriter(grant, ports, undefined, left).write(chunks));
	}

	/** Parts that storage does not put together just now are put together later: the bytes are all there. */
	#outcome(written: Result<UploadView, Problem>): Result<Written, LinkProblem> {
		if (written.ok) return written;
		const upload = this.#ports.loop.uploads.get(this.#file);
		const isThere = upload !== undefined && upload.rest === null && isComplete(upload);
		return isThere ? ok({ offset: upload.length ?? 0, whole: true }) : refuse(problemOf(written.problem));
	}

	async finish(length: number): Promise<Result<Written, LinkProblem>> {
		const leased = await this.#lease(length, length);
		return leased.ok ? this.write(nothing()) : leased;
	}
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
