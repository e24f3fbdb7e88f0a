const CAPTION_NAME = /^(.*)\.(vtt|srt)$/i;

/** What may stand between a recording's stem and the extension of its captions: a language, and a mark that players add. */
const SUFFIX = /^(?:\.([a-z]{2,3}(?:[-_][a-z0-9]{2,8})*))?(?:[._-](?:forced|sdh|cc|hi|auto|orig))?$/i;

/** The longest suffix by which a caption's stem may exceed its recording's, in characters: `.zh-hant-tw.forced` and room. */
const MAX_SUFFIX_CHARS = 40;

/** A recording's name without its extension, in lower case: what its captions' names begin with. */
export function recordingStem(name: string): string {
	return name.replace(/\.[a-z0-9]{1,5}$/i, "").toLowerCase();
}

/** Whether a name is that of a caption file. */
export function isCaptionName(name: string): boolean {
	return CAPTION_NAME.test(name);
}

/**
 * Whether a caption file belongs to a recording, by their names: `talk.srt`, `talk.en.vtt` and `talk.pt-BR.sdh.srt` belong to
 * `talk.mp4`. Returns the language, where the name has one; `undefined` when it does not belong to it.
 */
export function matchSidecar(recording: string, caption: string): { readonly language?: string } | undefined {
	const stem = recordingStem(recording);
	const [, before = ""] = CAPTION_NAME.exec(caption) ?? [];
	if (stem === "" || !before.toLowerCase().startsWith(stem)) return undefined;
	const suffix = SUFFIX.exec(before.slice(stem.length));
	if (suffix === null) return undefined;
	return suffix[1] === undefined ? {} : { language: suffix[1].toLowerCase() };
}

/** The stems of all recordings that a caption file of this name could belong to: for `talk.en.vtt`, `talk.en` and `talk`. */
export function captionedStems(caption: string): string[] {
	const [, before = ""] = CAPTION_NAME.exec(caption) ?? [];
	const stems: string[] = [];
	for (let end = before.length; end > 0 && before.length - end <= MAX_SUFFIX_CHARS; end--)
		if (SUFFIX.test(before.slice(end))) stems.push(before.slice(0, end).toLowerCase());
	return stems;
}
