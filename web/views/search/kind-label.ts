import type { FileKind } from "../../../src/protocol/files/file-state.ts";

/** Kinds as people call them. */
export const KIND_LABELS: Readonly<Record<FileKind, string>> = {
	image: "Photo",
	document: "Document",
	video: "Video",
	audio: "Sound",
	other: "Other",
};

export function kindLabel(kind: FileKind | undefined): string {
	return kind === undefined ? "" : KIND_LABELS[kind];
}
