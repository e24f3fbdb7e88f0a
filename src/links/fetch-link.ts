import { type Result, refuse } from "../protocol/result.ts";
import type { Embed } from "./embed.ts";
import { type FindDeps, findBytes, type ResumePoint } from "./find-bytes.ts";
import { type LinkProblem, permanent, temporary } from "./link-problem.ts";
import { unreachable } from "./open-link.ts";
import type { ResponseHead } from "./response-head.ts";
import { type BodyEnd, type BodyLimits, type WatchDeps, watchBody } from "./watched-body.ts";

/** How much of a file is stored, in bytes. */
export interface StoredProgress {
	readonly offset: number;
	readonly whole: boolean;
}

/** Stores the bytes. Its problems are those of storage, or that the file was paused, cancelled or removed (`unwanted`). */
export interface Sink {
	/** Called once per attempt, before `write`: starts over, or continues an earlier attempt at `head.from`. */
	begin(head: ResponseHead): Promise<Result<null, LinkProblem>>;
	write(chunks: AsyncIterable<Uint8Array>): Promise<Result<StoredProgress, LinkProblem>>;
	/** Completes a file of unknown length: all of it has been written. */
	finish(length: number): Promise<Result<StoredProgress, LinkProblem>>;
}

/** The limits of one attempt. */
export interface FetchLimits extends Omit<BodyLimits, "maxBytes"> {
	/** Until the body begins. */
	readonly openMs: number;
	/** Of the whole file. */
	readonly maxBytes: number;
}

/** Dependencies of `fetchLink`; tests pass fakes. */
export interface FetchDeps extends FindDeps, WatchDeps {
	readonly limits: FetchLimits;
	readonly sink: Sink;
}

/** The result of one attempt. */
export type FetchResult =
	| { readonly is: "stored" }
	| { readonly is: "page"; readonly embed: Embed }
	| { readonly is: "missed"; readonly problem: LinkProblem };

function missed(problem: LinkProblem): FetchResult {
	return { is: "missed", problem };
}

function mib(bytes: number): string {
	return `${Math.max(1, Math.floor(bytes / 1024 / 1024))} MiB`;
}

/** One attempt to download a link into the sink. A server's failures are values, never exceptions; the sink's exceptions propagate. */
export async function fetchLink(
	url: string,
	resume: ResumePoint | undefined,
	deps: FetchDeps,
): Promise<FetchResult> {
	const host = URL.canParse(url) ? new URL(url).hostname : "The server";
	const opening = new AbortController();
	const cancel = deps.setTimer(deps.limits.openMs, () => opening.abort());
	let found: Awaited<ReturnType<typeof findBytes>>;
	try {
		found = await findBytes(url, resume, deps, opening.signal);
	} catch {
		return missed(unreachable(host));
	} finally {
		cancel();
	}
	if (!found.ok) return missed(found.problem);
	return found.value.is === "page" ? found.value : storeBody(host, found.value.head, found.value.body, deps);
}

async function storeBody(
	host: string,
	head: ResponseHead,
	body: ReadableStream<Uint8Array> | null,
	deps: FetchDeps,
): Promise<FetchResult> {
	const { limits, sink } = deps;
	if ((head.length ?? 0) > limits.maxBytes) {
		await body?.cancel().catch(() => {});
		return missed(tooLarge(limits.maxBytes, head.length));
	}
	const begun = await sink.begin(head);
	if (!begun.ok) {
		await body?.cancel().catch(() => {});
		return missed(begun.problem);
	}
	const watched = watchBody(
		body,
		{ ...limits, maxBytes: (head.length ?? limits.maxBytes) - head.from },
		deps,
	);
	const written = await sink.write(watched.chunks);
	if (!written.ok) return missed(written.problem);
	const { offset, whole } = written.value;
	if (whole) return { is: "stored" };
	if (watched.end() !== "whole" || head.length !== null)
		return missed(brokenOff(host, watched.end(), offset, head.length, limits));
	const finished = await sink.finish(offset);
	return finished.ok ? { is: "stored" } : missed(finished.problem);
}

/** The file is larger than `maxBytes`. `length`: its size, `null` when unknown. */
function tooLarge(maxBytes: number, length: number | null): LinkProblem {
	const size = length === null ? "is too large" : `has ${mib(length)}`;
	return permanent(
		"link-too-large",
		`The file behind the link ${size}; at most ${mib(maxBytes)} are fetched.`,
	);
}

function brokenOff(
	host: string,
	end: BodyEnd,
	offset: number,
	length: number | null,
	limits: FetchLimits,
): LinkProblem {
	const after = length === null ? `after ${offset} bytes` : `after ${offset} of ${length} bytes`;
	switch (end) {
		case "idle":
			return temporary(
				"link-slow",
				`${host} stopped sending ${after} (nothing for ${limits.idleMs / 1000} seconds).`,
			);
		case "slow":
			return temporary(
				"link-slow",
				`${host} became too slow ${after} (less than ${limits.minRate} bytes per second).`,
			);
		case "late":
			return temporary(
				"link-slow",
				`${host} took longer than ${limits.attemptMs / 60_000} minutes and was stopped ${after}.`,
			);
		case "too-long":
			return length === null
				? tooLarge(limits.maxBytes, null)
				: permanent("link-failed", `${host} sent more than the ${length} bytes that it had announced.`);
		case "unwanted":
			return UNWANTED;
		default:
			return temporary("link-broken", `The connection to ${host} was lost ${after}.`);
	}
}

/** The file was paused, cancelled or removed meanwhile. Never shown to anyone. */
export const UNWANTED = temporary("unwanted", "The file is no longer wanted.");

/** `UNWANTED` as a refusal. */
export function unwanted(): Result<never, LinkProblem> {
	return refuse(UNWANTED);
}
