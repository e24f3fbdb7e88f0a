/** Suffix of a generated thumbnail's name; its prefix is the object's. Both are removed together. */
export const THUMBNAIL_SUFFIX = ".thumbnail";

/** Objects written by a single put and then reported to the session. A kill in between orphans them. */
const PUT_OBJECT = /^put-[0-9a-f-]{36}$/;

/** Objects of resumable uploads: assembled from parts, a writer's tail, or a whole file put by one writer. Writers add their tokens. */
const UPLOAD_OBJECT = /^tus-[0-9a-f-]{36}((\.rest)?\.[0-9a-f-]{36})?$/;

/** Name of an object for a single put. Random, so that a stored object is never overwritten. */
export function newPutObjectName(): string {
	return `put-${crypto.randomUUID()}`;
}

/** Name of the object that a resumable upload's parts are assembled into. */
export function newUploadObjectName(): string {
	return `tus-${crypto.randomUUID()}`;
}

/** Whether an object (by its name within the session) is of a kind that can be orphaned and is not in `known`. */
export function isOrphan(name: string, known: ReadonlySet<string>): boolean {
	const object = name.endsWith(THUMBNAIL_SUFFIX) ? name.slice(0, -THUMBNAIL_SUFFIX.length) : name;
	return (PUT_OBJECT.test(object) || UPLOAD_OBJECT.test(object)) && !known.has(object);
}
