const ENTITIES: { readonly [char: string]: string } = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"'": "&apos;",
};

/** Escapes text for XML content and attributes. Characters that XML 1.0 does not allow (section 2.2) are removed. */
export function xmlText(text: string): string {
	return text
		.toWellFormed()
		.replace(/(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu, "")
		.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
