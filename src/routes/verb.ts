import { VERBS, type Verb } from "../protocol/stream/command-message.ts";

/** The verb that an address ends in; `undefined` when it is none. */
export function verbOf(text: string): Verb | undefined {
	return VERBS.find((verb) => verb === text);
}
