import * as z from "zod/mini";
import { MAX_TOLD_CHARS } from "./limits.ts";
import { final, type LinkProblem } from "./link-problem.ts";
import { type OpenPorts, openLink } from "./open-link.ts";
import { readJson } from "./read-json.ts";

/** A text that a page tells of itself. */
const told = z.optional(z.catch(z.string(), ""));

/** What oEmbed 1.0 tells of a page; a member of the wrong type is one that is missing. */
const description = z.object({
	type: told,
	/** Of a photo: where its bytes are. */
	url: told,
	title: told,
	author_name: told,
	author_url: told,
	provider_name: told,
	thumbnail_url: told,
});

/** What a page says it is about, where nothing but the page can be had. */
export interface Embed {
	readonly title: string;
	readonly author: string | undefined;
	readonly authorUrl: string | undefined;
	readonly provider: string;
	readonly thumbnail: string | undefined;
	/** What it is about is a picture or a film, and not merely a page. */
	readonly isMedia: boolean;
	/** Of a page about a photo: where its bytes are. */
	readonly photo: string | undefined;
}

/**
 * Sites whose pages hold nothing for a program, with the addresses that describe them. Others say in their pages where
 * their own is (oEmbed 1.0, discovery).
 */
const PROVIDERS: readonly { readonly hosts: RegExp; readonly endpoint: string }[] = [
	{ hosts: /^((www|m|music)\.)?youtube\.com$|^youtu\.be$/, endpoint: "https://www.youtube.com/oembed" },
	{ hosts: /^(www\.|player\.)?vimeo\.com$/, endpoint: "https://vimeo.com/api/oembed.json" },
	{ hosts: /^(www\.)?dailymotion\.com$|^dai\.ly$/, endpoint: "https://www.dailymotion.com/services/oembed" },
	{ hosts: /^(www\.|m\.)?soundcloud\.com$/, endpoint: "https://soundcloud.com/oembed" },
	{ hosts: /^(www\.|vm\.)?tiktok\.com$/, endpoint: "https://www.tiktok.com/oembed" },
	{ hosts: /^(www\.)?flickr\.com$|^flic\.kr$/, endpoint: "https://www.flickr.com/services/oembed/" },
	{ hosts: /^(www\.)?ted\.com$/, endpoint: "https://www.ted.com/services/v1/oembed.json" },
];

/** Where a page of a known site is described; `undefined` for any other. */
export function knownDescription(page: URL): string | undefined {
	const endpoint = PROVIDERS.find(({ hosts }) => hosts.test(page.hostname))?.endpoint;
	if (endpoint === undefined) return undefined;
	const url = new URL(endpoint);
	url.searchParams.set("url", page.href);
	url.searchParams.set("format", "json");
	return url.href;
}

const LINK_ELEMENT = /<link\b[^>]{0,4096}>/gi;

function attribute(element: string, name: string): string | undefined {
	const found = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, "i").exec(element);
	return (found?.[1] ?? found?.[2] ?? found?.[3])?.replaceAll("&amp;", "&");
}

/** Where a page says that it is described; `undefined` when it does not. */
export function discoverDescription(html: string, page: URL): string | undefined {
	for (const [element] of html.matchAll(LINK_ELEMENT)) {
		if (attribute(element, "type")?.toLowerCase() !== "application/json+oembed") continue;
		const href = attribute(element, "href") ?? "";
		if (URL.canParse(href, page.href)) return new URL(href, page).href;
	}
	return undefined;
}

function short(text: string | undefined): string | undefined {
	const plain = text?.replace(/\s+/g, " ").trim().slice(0, MAX_TOLD_CHARS);
	return plain ? plain : undefined;
}

/** Reads the description of a page, with the same care as any link; `undefined` where there is none. */
export async function readEmbed(
	address: string,
	page: URL,
	ports: OpenPorts,
	signal: AbortSignal,
): Promise<Embed | undefined> {
	const opened = await openLink(address, {}, ports, signal);
	if (!opened.ok || opened.value.response.status !== 200) return undefined;
	const parsed = description.safeParse(await readJson(opened.value.response).catch(() => undefined));
	if (!parsed.success) return undefined;
	const { type, url, title, author_name, author_url, provider_name, thumbnail_url } = parsed.data;
	return {
		// Never the address: it may hold a secret, and a title is told to everybody.
		title: short(title) ?? page.hostname,
		author: short(author_name),
		authorUrl: short(author_url),
		provider: short(provider_name) ?? page.hostname,
		thumbnail: short(thumbnail_url),
		isMedia: type === "video" || type === "photo",
		photo: type === "photo" && url && URL.canParse(url, page.href) ? new URL(url, page).href : undefined,
	};
}

/** Why a page ends a job: it is about something that cannot be had from it. */
export function nothingBehind({ title, author, provider }: Embed): LinkProblem {
	const by = author === undefined ? "" : ` by ${author}`;
	return final(
		"link-no-media",
		`This is a page of ${provider} about “${title}”${by}. It gives neither the recording itself nor its captions, so there is no transcript and no map. Add the file, or a link to it.`,
	);
}
