/**
 * An `upload_id` is the key of a batch: a UUID of version 8, which RFC 9562 §5.8 leaves to applications, so that uploads of
 * this contract can be distinguished from batches that clients have named.
 */
const UPLOAD_KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Makes an `upload_id` out of a random UUID. */
export function uploadKey(random: string): string {
	return `${random.slice(0, 14)}8${random.slice(15)}`;
}

/** Whether a batch was uploaded by this contract. */
export function isUploadKey(key: string): boolean {
	return UPLOAD_KEY.test(key);
}
