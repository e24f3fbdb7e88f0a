import { formatCount } from "../format.ts";

/** What is wrong with the text in the field for links. */
export const linkFormWords = {
	tooMany: (max: number) => `At most ${formatCount(max)} links at a time.`,
	notLinks: (first: string, others: number) => {
		if (others === 0) return `“${first}” is not a link.`;
		return `“${first}” and ${others === 1 ? "1 other" : `${formatCount(others)} others`} are not links.`;
	},
};
