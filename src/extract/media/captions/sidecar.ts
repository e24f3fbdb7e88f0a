import { encodingOf } from "../../bytes/encoding.ts";
import { MAX_CAPTION_FILE_BYTES } from "../../limits.ts";
import type { FileBeside } from "../../sidecar-file.ts";
import type { CaptionSource } from "../caption-source.ts";
import { readCaptionFile } from "./caption-file.ts";

const CAPTION_NAME = /^(.*)\.(vtt|srt)$/i;

/** What may stand between a recording's stem and the ending of its captions: a language, and what players put behind it. */
const SUFFIX = /^(?:\.([a-z]{2,3}(?:[-_][a-z0-9]{2,8})*))?(?:[._-](?:forced|sdh|cc|hi|auto|orig))?$/i;

function stemOf(name: string): string {
	return name.replace(/\.[a-z0-9]{1,5}$/i, "");
}

/** Whether a name is that of a caption file. */
export function isCaptionName(name: string): boolean {
	return CAPTION_NAME.test(name);
}

/**
 * Whether a caption file belongs to a recording, by their names: `talk.srt`, `talk.en.vtt` and `talk.pt-BR.sdh.srt` to
 * `talk.mp4`. The answer has the language, where the name tells it; `undefined` when it does not belong to it.
 */
export function sidecarOf(recording: string, caption: string): { readonly language?: string } | undefined {
	const stem = stemOf(recording).toLowerCase();
	const [, before = ""] = CAPTION_NAME.exec(caption) ?? [];
	if (stem === "" || !before.toLowerCase().startsWith(stem)) return undefined;
	const suffix = SUFFIX.exec(before.slice(stem.length));
	if (suffix === null) return undefined;
	return suffix[1] === undefined ? {} : { language: suffix[1].toLowerCase() };
}

/** Captions that lie beside a recording: of the first file that has any, the ones without a language in their name first. */
export async function readSidecars(
	recording: string,
	beside: readonly FileBeside[],
): Promise<CaptionSource | undefined> {
	const own = beside
		.flatMap((file) => ({ file, told: sidecarOf(recording, file.name) }))
		.filter(({ told }) => told !== undefined)
		.toSorted((a, b) => a.file.name.length - b.file.name.length || a.file.n - b.file.n);
	for (const { file, told } of own) {
		const cues = await readSidecar(file);
		if (cues.length === 0) continue;
		return {
			told: file.name,
			language: told?.language,
			places: cues.map(({ start, end }, index) => ({ offset: index, length: 0, start, end })),
			read: async ({ offset }) => cues[offset],
		};
	}
	return undefined;
}

async function readSidecar({ source }: FileBeside) {
	if (source.size === 0 || source.size > MAX_CAPTION_FILE_BYTES) return [];
	const bytes = await source.read(0, source.size);
	const decoder = new TextDecoder(encodingOf(bytes), { fatal: false, ignoreBOM: false });
	return readCaptionFile(decoder.decode(bytes));
}
