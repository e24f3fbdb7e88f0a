import { formatCount } from "../format.ts";

/** The dialog to add files by their web addresses. */
export const linkWords = {
	title: "Add links",
	field:
		"Links to photos, documents, videos or audio files, one per line. They are downloaded even if you close this page.",
	placeholder: "https://",
	cancel: "Cancel",
	add: (count: number) => (count > 1 ? `Add ${formatCount(count)} links` : "Add link"),
};
