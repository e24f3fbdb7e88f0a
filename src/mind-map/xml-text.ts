const ENTITIES: { readonly [char: string]: string } = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"'": "&apos;",
};

/** Text for XML, in content and in attributes. What XML 1.0 cannot hold at all (section 2.2) is left out. */
export function xmlText(text: string): string {
	return text
		.toWellFormed()
		.replace(/(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu, "")
		.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
