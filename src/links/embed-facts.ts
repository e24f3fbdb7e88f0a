import type { Fact, Facts } from "../protocol/files/facts.ts";
import type { Embed } from "./embed.ts";

const SOURCE = "oEmbed";

function fact(name: string, label: string, value: string | undefined): Fact[] {
	return value === undefined ? [] : [{ name, label, value, text: value, source: SOURCE }];
}

/** A page's oEmbed description as the facts of a video that has no bytes. */
export function embedFacts({ title, author, authorUrl, provider, thumbnail }: Embed): Facts {
	const summary = [
		...fact("title", "Title", title),
		...fact("author", "Author", author),
		...fact("provider", "Site", provider),
		...fact("thumbnailUrl", "Picture", thumbnail),
	];
	const described = { title, author, authorUrl, provider, thumbnail };
	const fields = Object.fromEntries(
		Object.entries(described).filter((entry): entry is [string, string] => entry[1] !== undefined),
	);
	return {
		kind: "video",
		format: { mime: "text/html", label: "Web page" },
		summary,
		groups: [{ name: SOURCE, fields }],
		fields: Object.keys(fields).length,
		quality: {
			completeness: 0,
			present: summary.map(({ name }) => name),
			missing: ["duration", "size", "transcript"],
			confidence: 1,
			reasons: [
				{
					effect: "bad",
					text: "Known only from the page's description; the recording itself is not available.",
				},
			],
		},
		warnings: ["There is no transcript: the page provides neither the recording nor its captions."],
		read: { bytes: 0, requests: 0 },
	};
}
