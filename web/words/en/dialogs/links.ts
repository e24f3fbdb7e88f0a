import { formatCount } from "../format.ts";

/** The dialog to add files by their web addresses. */
export const linkWords = {
	title: "Add links",
	field:
		"Links to photos, documents, videos or audio files, one per line. They are downloaded even if you close this page.",
	placeholder: "https://",
	cancel: "Cancel",
	add: (count: number) => (count > 1 ? `Add ${formatCount(count)} links` : "Add link"),
	/** What is wrong with the text in the field. */
	tooMany: (max: number) => `At most ${formatCount(max)} links at a time.`,
	notLinks: (first: string, others: number) => {
		if (others === 0) return `“${first}” is not a link.`;
		return `“${first}” and ${others === 1 ? "1 other" : `${formatCount(others)} others`} are not links.`;
	},
};
