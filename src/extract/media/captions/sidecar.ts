import { detectEncoding } from "../../bytes/encoding.ts";
import { MAX_CAPTION_FILE_BYTES } from "../../limits.ts";
import type { SidecarFile } from "../../sidecar-file.ts";
import type { CaptionSource } from "../caption-source.ts";
import { readCaptionFile } from "./caption-file.ts";

const CAPTION_NAME = /^(.*)\.(vtt|srt)$/i;

/** What may follow the recording's stem in the name of a caption file: a language, and a marker such as `sdh`. */
const SUFFIX = /^(?:\.([a-z]{2,3}(?:[-_][a-z0-9]{2,8})*))?(?:[._-](?:forced|sdh|cc|hi|auto|orig))?$/i;

/** The name without its extension. */
function stemOf(name: string): string {
	return name.replace(/\.[a-z0-9]{1,5}$/i, "");
}

/** Whether a file name is that of a caption file. */
export function isCaptionName(name: string): boolean {
	return CAPTION_NAME.test(name);
}

/**
 * Whether a caption file belongs to a recording, by name: `talk.srt`, `talk.en.vtt` and `talk.pt-BR.sdh.srt` belong to
 * `talk.mp4`. Returns the language, if the name has one; `undefined` where the file does not belong to the recording.
 */
export function matchSidecar(recording: string, caption: string): { readonly language?: string } | undefined {
	const stem = stemOf(recording).toLowerCase();
	const [, captionStem = ""] = CAPTION_NAME.exec(caption) ?? [];
	if (stem === "" || !captionStem.toLowerCase().startsWith(stem)) return undefined;
	const suffix = SUFFIX.exec(captionStem.slice(stem.length));
	if (suffix === null) return undefined;
	return suffix[1] === undefined ? {} : { language: suffix[1].toLowerCase() };
}

/** Captions uploaded with a recording: those of the first matching file that has any, the shortest name first. */
export async function readSidecars(
	recording: string,
	files: readonly SidecarFile[],
): Promise<CaptionSource | undefined> {
	const matching = files
		.flatMap((file) => ({ file, match: matchSidecar(recording, file.name) }))
		.filter(({ match }) => match !== undefined)
		.toSorted((a, b) => a.file.name.length - b.file.name.length || a.file.n - b.file.n);
	for (const { file, match } of matching) {
		const cues = await readSidecar(file);
		if (cues.length === 0) continue;
		return {
			label: file.name,
			language: match?.language,
			locations: cues.map(({ start, end }, index) => ({ offset: index, length: 0, start, end })),
			read: async ({ offset }) => cues[offset],
		};
	}
	return undefined;
}

async function readSidecar({ source }: SidecarFile) {
	if (source.size === 0 || source.size > MAX_CAPTION_FILE_BYTES) return [];
	const bytes = await source.read(0, source.size);
	const decoder = new TextDecoder(detectEncoding(bytes), { fatal: false, ignoreBOM: false });
	return readCaptionFile(decoder.decode(bytes));
}
