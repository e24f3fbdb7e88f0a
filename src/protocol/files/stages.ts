/**
 * The stage that every file reaches when its bytes are stored, before it is known what they are: seed 000 names it
 * and puts it at 10 percent. Every pipeline begins with it.
 */
export const STORED_STAGE = { stage: "upload_complete", progress: 10 } as const;

/** The stage of a link before its bytes are stored, as seed 004 names it: when it begins, and once its server has answered. */
export const URL_STAGE = { stage: "url_validation", progress: 0 } as const;
export const URL_VALID_PROGRESS = 5;
