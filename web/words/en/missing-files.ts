import { formatCount, formatFiles, formatList } from "./format.ts";

/** The bar about files whose upload cannot continue until they are chosen again. */
export const missingFilesWords = {
	title: (count: number) => (count === 1 ? "1 file is missing" : `${formatFiles(count)} are missing`),
	/** Some of the names, and how many files there are. */
	names: (names: readonly string[], count: number) =>
		names.length < count
			? `${names.join(", ")} and ${formatCount(count - names.length)} more`
			: formatList(names),
	needsPermission: (names: string) =>
		`Your browser needs permission to read ${names} again. Allow it, or choose the same files or their folder, and uploading continues where it stopped.`,
	chooseAgain: (names: string) =>
		`This browser no longer has ${names}. Choose the same files or their folder again, and uploading continues where it stopped.`,
	allow: (count: number) => `Allow reading ${formatFiles(count)}`,
	show: "Show them",
};
