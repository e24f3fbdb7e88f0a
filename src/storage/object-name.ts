/** What is added to an object's name for the thumbnail that was made of it. It goes with the object. */
export const THUMBNAIL = ".thumbnail";

/** The names of objects that are written by one put and then told: a kill in between can orphan them. */
const PUT_OBJECT = /^put-[0-9a-f-]{36}$/;

/** The same of resumable uploads: what their parts become, a remainder, or a file in one piece, by their writers' tokens. */
const UPLOAD_OBJECT = /^tus-[0-9a-f-]{36}((\.rest)?\.[0-9a-f-]{36})?$/;

/** A name for an object that one put will write: random, so that nothing that is stored is ever written over. */
export function newPutObject(): string {
	return `put-${crypto.randomUUID()}`;
}

/** A name for what the parts of a resumable upload become. */
export function newUploadObject(): string {
	return `tus-${crypto.randomUUID()}`;
}

/** Whether an object, by its name within the session, belongs to no file that the session knows. */
export function isOrphan(name: string, known: ReadonlySet<string>): boolean {
	const object = name.endsWith(THUMBNAIL) ? name.slice(0, -THUMBNAIL.length) : name;
	return (PUT_OBJECT.test(object) || UPLOAD_OBJECT.test(object)) && !known.has(object);
}
