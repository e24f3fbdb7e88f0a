import * as z from "zod/mini";
import { MAX_EMBED_TEXT_CHARS } from "./limits.ts";
import { type LinkProblem, permanent } from "./link-problem.ts";
import { type OpenDeps, openLink } from "./open-link.ts";
import { readJsonResponse } from "./read-json-response.ts";

/** A field of the wrong type counts as missing. */
const optionalText = z.optional(z.catch(z.string(), ""));

/** The fields in use of an oEmbed 1.0 response (https://oembed.com/). */
const oEmbedResponse = z.object({
	type: optionalText,
	/** Of type `photo`: the URL of the image. */
	url: optionalText,
	title: optionalText,
	author_name: optionalText,
	author_url: optionalText,
	provider_name: optionalText,
	thumbnail_url: optionalText,
});

/** A page's oEmbed description. */
export interface Embed {
	readonly title: string;
	readonly author: string | undefined;
	readonly authorUrl: string | undefined;
	readonly provider: string;
	readonly thumbnail: string | undefined;
	/** The page is about a photo or a video. */
	readonly isMedia: boolean;
	/** URL of the photo that the page is about. */
	readonly photo: string | undefined;
}

/** oEmbed endpoints of sites whose pages are useless to a program. Other pages link to their own (oEmbed 1.0, Discovery). */
const PROVIDERS: readonly { readonly hosts: RegExp; readonly endpoint: string }[] = [
	{ hosts: /^((www|m|music)\.)?youtube\.com$|^youtu\.be$/, endpoint: "https://www.youtube.com/oembed" },
	{ hosts: /^(www\.|player\.)?vimeo\.com$/, endpoint: "https://vimeo.com/api/oembed.json" },
	{ hosts: /^(www\.)?dailymotion\.com$|^dai\.ly$/, endpoint: "https://www.dailymotion.com/services/oembed" },
	{ hosts: /^(www\.|m\.)?soundcloud\.com$/, endpoint: "https://soundcloud.com/oembed" },
	{ hosts: /^(www\.|vm\.)?tiktok\.com$/, endpoint: "https://www.tiktok.com/oembed" },
	{ hosts: /^(www\.)?flickr\.com$|^flic\.kr$/, endpoint: "https://www.flickr.com/services/oembed/" },
	{ hosts: /^(www\.)?ted\.com$/, endpoint: "https://www.ted.com/services/v1/oembed.json" },
];

/** The oEmbed URL for a page of a known site; `undefined` for other sites. */
export function knownOEmbedUrl(page: URL): string | undefined {
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

/** The oEmbed URL in a page's `<link>` element; `undefined` when it has none. */
export function discoverOEmbedUrl(html: string, page: URL): string | undefined {
	for (const [element] of html.matchAll(LINK_ELEMENT)) {
		if (attribute(element, "type")?.toLowerCase() !== "application/json+oembed") continue;
		const href = attribute(element, "href") ?? "";
		if (URL.canParse(href, page.href)) return new URL(href, page).href;
	}
	return undefined;
}

function shorten(text: string | undefined): string | undefined {
	const plain = text?.replace(/\s+/g, " ").trim().slice(0, MAX_EMBED_TEXT_CHARS);
	return plain ? plain : undefined;
}

/** Fetches a page's oEmbed description, checked like any other link; `undefined` when there is none. */
export async function fetchEmbed(
	address: string,
	page: URL,
	deps: OpenDeps,
	signal: AbortSignal,
): Promise<Embed | undefined> {
	const opened = await openLink(address, {}, deps, signal);
	if (!opened.ok || opened.value.response.status !== 200) return undefined;
	const parsed = oEmbedResponse.safeParse(
		await readJsonResponse(opened.value.response).catch(() => undefined),
	);
	if (!parsed.success) return undefined;
	const { type, url, title, author_name, author_url, provider_name, thumbnail_url } = parsed.data;
	return {
		// Never the URL, which may contain a secret: the title is shown to everyone with access to the batch.
		title: shorten(title) ?? page.hostname,
		author: shorten(author_name),
		authorUrl: shorten(author_url),
		provider: shorten(provider_name) ?? page.hostname,
		thumbnail: shorten(thumbnail_url),
		isMedia: type === "video" || type === "photo",
		photo: type === "photo" && url && URL.canParse(url, page.href) ? new URL(url, page).href : undefined,
	};
}

/** The page describes media that cannot be downloaded from it. */
export function noMediaProblem({ title, author, provider }: Embed): LinkProblem {
	const by = author === undefined ? "" : ` by ${author}`;
	return permanent(
		"link-no-media",
		`This is a page on ${provider} about “${title}”${by}. It provides neither the recording nor its captions, so there is no transcript and no mind map. Add the file itself, or a direct link to it.`,
	);
}
