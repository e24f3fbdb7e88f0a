/**
 * The stage that every file reaches when its bytes are stored, before anyone knows what they are: seed 000 names it
 * and puts it at 10 percent. Every pipeline begins with it.
 */
export const STORED_STAGE = { stage: "upload_complete", progress: 10 } as const;
