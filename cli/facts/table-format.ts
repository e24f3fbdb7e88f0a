/** How facts can be written. */
export const TABLE_FORMATS = ["json", "jsonl", "csv"] as const;

export type TableFormat = (typeof TABLE_FORMATS)[number];

export function isTableFormat(text: string | undefined): text is TableFormat {
	return TABLE_FORMATS.some((format) => format === text);
}
