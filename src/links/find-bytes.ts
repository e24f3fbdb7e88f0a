import { ok, type Result, refuse } from "../protocol/result.ts";
import { discoverOEmbedUrl, type Embed, fetchEmbed, knownOEmbedUrl } from "./embed.ts";
import { PAGE_HEAD_BYTES } from "./limits.ts";
import type { LinkProblem } from "./link-problem.ts";
import { type OpenDeps, type OpenedLink, openLink, unreachable } from "./open-link.ts";
import { peekBody } from "./peek-body.ts";
import { type ResponseHead, readResponseHead } from "./response-head.ts";

/** Where an earlier attempt stopped. */
export interface ResumePoint {
	/** Bytes already stored. */
	readonly offset: number;
	readonly length: number | null;
	/** Sent as `If-Range`. */
	readonly validator: string;
}

/** What a link leads to: a body to read, or only a page about some media. */
export type LinkContent =
	| { readonly is: "bytes"; readonly head: ResponseHead; readonly body: ReadableStream<Uint8Array> | null }
	| { readonly is: "page"; readonly embed: Embed };

/** Dependencies of `findBytes`; tests pass fakes. */
export interface FindDeps extends OpenDeps {
	now(): number;
}

const HTML = /^(text\/html|application\/xhtml\+xml)$/;

/** Requests the remaining bytes, or all of them. RFC 9110 §13.1.5: if the file has changed, If-Range makes the server send all of it. */
async function openAt(
	url: string,
	resume: ResumePoint | undefined,
	deps: FindDeps,
	signal: AbortSignal,
): Promise<Result<OpenedLink & { readonly head: ResponseHead }, LinkProblem>> {
	const range = resume && { range: `bytes=${resume.offset}-`, "if-range": resume.validator };
	const opened = await openLink(url, range ?? {}, deps, signal);
	if (!opened.ok) return opened;
	const { response, url: at } = opened.value;
	const isOutside = resume !== undefined && response.status === 416;
	const head = isOutside ? undefined : readResponseHead(response, at, resume?.offset ?? 0, deps.now());
	const isOther = head?.ok && resume && head.value.from > 0 && !isSame(head.value, resume);
	if (isOutside || isOther) {
		// The range does not exist, or belongs to another version of the file despite If-Range: start over.
		await response.body?.cancel().catch(() => {});
		return openAt(url, undefined, deps, signal);
	}
	if (head?.ok) return ok({ ...opened.value, head: head.value });
	await response.body?.cancel().catch(() => {});
	return refuse(head?.problem ?? unreachable(at.hostname));
}

function isSame({ length, validator }: ResponseHead, resume: ResumePoint): boolean {
	return validator === resume.validator && (resume.length === null || length === resume.length);
}

/** Opens a link. Pages about a photo lead to the photo; pages about a video to their description. */
export async function findBytes(
	url: string,
	resume: ResumePoint | undefined,
	deps: FindDeps,
	signal: AbortSignal,
): Promise<Result<LinkContent, LinkProblem>> {
	const known = URL.canParse(url) ? knownOEmbedUrl(new URL(url)) : undefined;
	if (known !== undefined) {
		const embed = await fetchEmbed(known, new URL(url), deps, signal);
		if (embed?.photo !== undefined) return bytesAt(embed.photo, resume, deps, signal);
		if (embed !== undefined) return ok({ is: "page", embed });
	}
	const opened = await openAt(url, resume, deps, signal);
	if (!opened.ok) return opened;
	const { head, response, url: at } = opened.value;
	const { body } = response;
	if (body === null || head.from > 0 || !HTML.test(head.type ?? "")) return ok({ is: "bytes", head, body });
	const page = await peekBody(body, PAGE_HEAD_BYTES);
	const described = discoverOEmbedUrl(new TextDecoder().decode(page.head), at);
	const embed = described === undefined ? undefined : await fetchEmbed(described, at, deps, signal);
	// Any page may have a description. Only with a photo or a video is the page itself not what the user wants.
	if (!embed?.isMedia) return ok({ is: "bytes", head, body: page.body });
	await page.body.cancel();
	return embed.photo === undefined ? ok({ is: "page", embed }) : bytesAt(embed.photo, resume, deps, signal);
}

async function bytesAt(
	url: string,
	resume: ResumePoint | undefined,
	deps: FindDeps,
	signal: AbortSignal,
): Promise<Result<LinkContent, LinkProblem>> {
	const opened = await openAt(url, resume, deps, signal);
	if (!opened.ok) return opened;
	return ok({ is: "bytes", head: opened.value.head, body: opened.value.response.body });
}
