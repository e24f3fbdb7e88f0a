/** Control characters, and marks that turn the direction of text: a terminal obeys them. */
const COMMANDS = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A name or sentence from outside, safe to write to a terminal: nothing in it can move the cursor or forge a line. */
export function printable(text: string): string {
	return text.replace(COMMANDS, "\ufffd");
}
