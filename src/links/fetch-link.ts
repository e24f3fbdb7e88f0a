import { type Result, refuse } from "../protocol/result.ts";
import type { Answer } from "./answer.ts";
import type { Embed } from "./embed.ts";
import { type FindPorts, findBytes, type Resume } from "./find-bytes.ts";
import { final, type LinkProblem, passing } from "./link-problem.ts";
import { silent } from "./open-link.ts";
import { type BodyBounds, type BodyEnd, type WatchPorts, watchBody } from "./watched-body.ts";

/** How much of a file is stored. */
export interface Written {
	readonly offset: number;
	readonly whole: boolean;
}

/** Where the bytes go. A problem is storage's own, or that nobody wants them any more (`unwanted`). */
export interface Sink {
	/** The server has answered: begins anew, or goes on where an earlier try stopped. */
	begin(answer: Answer): Promise<Result<null, LinkProblem>>;
	write(chunks: AsyncIterable<Uint8Array>): Promise<Result<Written, LinkProblem>>;
	/** That was all of a body whose length nobody knew. */
	finish(length: number): Promise<Result<Written, LinkProblem>>;
}

/** The bounds of one try. */
export interface FetchBounds extends Omit<BodyBounds, "most"> {
	readonly openMs: number;
	/** Bytes of one file. */
	readonly most: number;
}

/** What fetching needs of the world. */
export interface FetchPorts extends FindPorts, WatchPorts {
	readonly bounds: FetchBounds;
	readonly sink: Sink;
}

/** What became of one try. */
export type Fetched =
	| { readonly is: "stored" }
	| { readonly is: "page"; readonly embed: Embed }
	| { readonly is: "missed"; readonly problem: LinkProblem };

function missed(problem: LinkProblem): Fetched {
	return { is: "missed", problem };
}

function mib(bytes: number): string {
	return `${Math.max(1, Math.floor(bytes / 1024 / 1024))} MiB`;
}

/** One try to bring the bytes behind a link into storage. Never throws for what a server does; what the sink throws goes through. */
export async function fetchLink(
	url: string,
	resume: Resume | undefined,
	ports: FetchPorts,
): Promise<Fetched> {
	const host = URL.canParse(url) ? new URL(url).hostname : "The server";
	const opening = new AbortController();
	const cancel = ports.later(ports.bounds.openMs, () => opening.abort());
	let found: Awaited<ReturnType<typeof findBytes>>;
	try {
		found = await findBytes(url, resume, ports, opening.signal);
	} catch {
		return missed(silent(host));
	} finally {
		cancel();
	}
	if (!found.ok) return missed(found.problem);
	return found.value.is === "page" ? found.value : take(host, found.value.answer, found.value.body, ports);
}

async function take(
	host: string,
	answer: Answer,
	body: ReadableStream<Uint8Array> | null,
	ports: FetchPorts,
): Promise<Fetched> {
	const { bounds, sink } = ports;
	if ((answer.length ?? 0) > bounds.most) {
		await body?.cancel().catch(() => {});
		return missed(tooLarge(bounds.most, answer.length));
	}
	const begun = await sink.begin(answer);
	if (!begun.ok) {
		await body?.cancel().catch(() => {});
		return missed(begun.problem);
	}
	const watched = watchBody(body, { ...bounds, most: (answer.length ?? bounds.most) - answer.from }, ports);
	const written = await sink.write(watched.chunks);
	if (!written.ok) return missed(written.problem);
	const { offset, whole } = written.value;
	if (whole) return { is: "stored" };
	if (watched.end() !== "whole" || answer.length !== null)
		return missed(brokenOff(host, watched.end(), offset, answer.length, bounds));
	const finished = await sink.finish(offset);
	return finished.ok ? { is: "stored" } : missed(finished.problem);
}

/** Said of a file that is longer than may be fetched. */
export function tooLarge(most: number, length: number | null): LinkProblem {
	const has = length === null ? "does not end" : `has ${mib(length)}`;
	return final("link-too-large", `What is behind the link ${has}; at most ${mib(most)} are fetched.`);
}

function brokenOff(
	host: string,
	end: BodyEnd,
	offset: number,
	length: number | null,
	bounds: FetchBounds,
): LinkProblem {
	const so = length === null ? `after ${offset} bytes` : `after ${offset} of ${length} bytes`;
	switch (end) {
		case "idle":
			return passing("link-slow", `${host} sent nothing for ${bounds.idleMs / 1000} seconds, ${so}.`);
		case "slow":
			return passing("link-slow", `${host} sent less than ${bounds.minRate} bytes a second, ${so}.`);
		case "late":
			return passing("link-slow", `${host} was not done within ${bounds.tryMs / 60_000} minutes, ${so}.`);
		case "too-long":
			return length === null
				? tooLarge(bounds.most, null)
				: final("link-failed", `${host} sent more than the ${length} bytes that it had told.`);
		case "unwanted":
			return UNWANTED;
		default:
			return passing("link-broken", `The connection to ${host} broke off ${so}.`);
	}
}

/** The file was paused, cancelled or removed meanwhile: nobody needs to be told. */
export const UNWANTED = passing("unwanted", "The file is not wanted any more.");

/** Refuses because nobody wants the bytes. */
export function unwanted(): Result<never, LinkProblem> {
	return refuse(UNWANTED);
}
