import { formatBytesDone, formatCount, formatTime } from "./format.ts";

const ordinals = new Intl.PluralRules("en", { type: "ordinal" });
const SUFFIXES: Readonly<Record<string, string>> = { one: "st", two: "nd", few: "rd" };

/** `2nd`, `1,203rd`. */
function ordinal(count: number): string {
	return formatCount(count) + (SUFFIXES[ordinals.select(count)] ?? "th");
}

/** The list: rows of files, and the headings of uploads above them. */
export const rowWords = {
	uploads: "Uploads",
	filesOf: (upload: string) => `Files in ${upload}`,
	noFiles: "No files here.",
	actions: { pause: "Pause", resume: "Resume", retry: "Retry", cancel: "Cancel" },
	uploadActions: { pause: "Pause", resume: "Resume", retry: "Retry failed", cancel: "Cancel" },
	/** The accessible name of a button: what it does, and to what. */
	actionOn: (action: string, name: string) => `${action} ${name}`,
	share: "Share",
	shareUpload: (upload: string) => `Share ${upload}`,
	/** A place in the queue, counted from 0. */
	inLine: (rank: number) => (rank === 0 ? "Next in line" : `${ordinal(rank + 1)} in line`),
	doneWithFields: (fields: number) => `Done · ${formatCount(fields)} ${fields === 1 ? "field" : "fields"}`,
	nextTry: (at: number, why: string) => `Next try at ${formatTime(at)}. ${why}`.trimEnd(),
	uploadedOf: (stored: number, size: number) => `${formatBytesDone(stored, size)} uploaded`,
};
