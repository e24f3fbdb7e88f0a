/** What a person may say of files: of one, of a batch's, or of all. */
export const VERBS = ["retry", "pause", "resume", "cancel"] as const;

export type Verb = (typeof VERBS)[number];
