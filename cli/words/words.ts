import { en } from "./en.ts";

/**
 * Everything that the command line prints for people. To add a language, write a second file such as `cli/words/de.ts` with
 * `export const de: Words = { … }`, and choose between the two below, by `LANG` for instance.
 */
export type Words = typeof en;

export const words: Words = en;
