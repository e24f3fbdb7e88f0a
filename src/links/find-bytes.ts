import { ok, type Result, refuse } from "../protocol/result.ts";
import { type Answer, readAnswer } from "./answer.ts";
import { discoverDescription, type Embed, knownDescription, readEmbed } from "./embed.ts";
import { PAGE_HEAD_BYTES } from "./limits.ts";
import type { LinkProblem } from "./link-problem.ts";
import { type Opened, type OpenPorts, openLink, silent } from "./open-link.ts";
import { peek } from "./page-head.ts";

/** Where an earlier try stopped. */
export interface Resume {
	/** Bytes that are stored. */
	readonly offset: number;
	readonly length: number | null;
	readonly validator: string;
}

/** What stands behind a link: bytes that may be read now, or only a page about something. */
export type Found =
	| { readonly is: "bytes"; readonly answer: Answer; readonly body: ReadableStream<Uint8Array> | null }
	| { readonly is: "page"; readonly embed: Embed };

/** What looking behind a link needs of the world. */
export interface FindPorts extends OpenPorts {
	now(): number;
}

const HTML = /^(text\/html|application\/xhtml\+xml)$/;

/** Asks for the rest of the bytes, or for all of them. A server that has others by now gives all by itself (If-Range). */
async function openFrom(
	url: string,
	resume: Resume | undefined,
	ports: FindPorts,
	signal: AbortSignal,
): Promise<Result<Opened & { readonly answer: Answer }, LinkProblem>> {
	const range = resume && { range: `bytes=${resume.offset}-`, "if-range": resume.validator };
	const opened = await openLink(url, range ?? {}, ports, signal);
	if (!opened.ok) return opened;
	const { response, url: at } = opened.value;
	const outside = resume !== undefined && response.status === 416;
	const answer = outside ? undefined : readAnswer(response, at, resume?.offset ?? 0, ports.now());
	const isOther = answer?.ok && resume && answer.value.from > 0 && !isSame(answer.value, resume);
	if (outside || isOther) {
		// It has no such part, or one of something else: from the beginning, then.
		await response.body?.cancel().catch(() => {});
		return openFrom(url, undefined, ports, signal);
	}
	if (answer?.ok) return ok({ ...opened.value, answer: answer.value });
	await response.body?.cancel().catch(() => {});
	return refuse(answer?.problem ?? silent(at.hostname));
}

function isSame({ length, validator }: Answer, resume: Resume): boolean {
	return validator === resume.validator && (resume.length === null || length === resume.length);
}

/** Looks what stands behind a link. */
export async function findBytes(
	url: string,
	resume: Resume | undefined,
	ports: FindPorts,
	signal: AbortSignal,
): Promise<Result<Found, LinkProblem>> {
	const known = URL.canParse(url) ? knownDescription(new URL(url)) : undefined;
	if (known !== undefined) {
		const embed = await readEmbed(known, new URL(url), ports, signal);
		if (embed?.photo !== undefined) return bytesAt(embed.photo, resume, ports, signal);
		if (embed !== undefined) return ok({ is: "page", embed });
	}
	const opened = await openFrom(url, resume, ports, signal);
	if (!opened.ok) return opened;
	const { answer, response, url: at } = opened.value;
	const { body } = response;
	if (body === null || answer.from > 0 || !HTML.test(answer.type ?? ""))
		return ok({ is: "bytes", answer, body });
	const page = await peek(body, PAGE_HEAD_BYTES);
	const described = discoverDescription(new TextDecoder().decode(page.head), at);
	const embed = described === undefined ? undefined : await readEmbed(described, at, ports, signal);
	// Any page may be described; one that is about a film or a photo is not what was meant.
	if (!embed?.isMedia) return ok({ is: "bytes", answer, body: page.body });
	await page.body.cancel();
	return embed.photo === undefined ? ok({ is: "page", embed }) : bytesAt(embed.photo, resume, ports, signal);
}

async function bytesAt(
	url: string,
	resume: Resume | undefined,
	ports: FindPorts,
	signal: AbortSignal,
): Promise<Result<Found, LinkProblem>> {
	const opened = await openFrom(url, resume, ports, signal);
	if (!opened.ok) return opened;
	return ok({ is: "bytes", answer: opened.value.answer, body: opened.value.response.body });
}
