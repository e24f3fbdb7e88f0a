import { matchSidecar } from "../../../protocol/files/caption-name.ts";
import { detectEncoding } from "../../bytes/encoding.ts";
import { MAX_CAPTION_FILE_BYTES } from "../../limits.ts";
import type { SidecarFile } from "../../sidecar-file.ts";
import type { CaptionSource } from "../caption-source.ts";
import { readCaptionFile } from "./caption-file.ts";

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
