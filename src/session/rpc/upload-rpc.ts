import type {
	UploadCreated,
	UploadReply,
	UploadStep,
	UploadView,
	UploadWriter,
	WantedUpload,
	WriteGrant,
} from "../rules/upload-protocol.ts";

/** The actor's methods for resumable uploads, which the tus routes call. Only the owner may. */
export interface UploadRpc {
	/** Creates an upload, or finds the one its file already has; grants writing when the request brings bytes. */
	createUpload(tokenHash: string, wanted: WantedUpload): UploadReply<UploadCreated>;
	/** An upload's status, once its present writer has reported what it stored. */
	uploadStatus(tokenHash: string, id: number): UploadReply<UploadView>;
	/** Permission to write from an offset; `length` when the client announces it now. */
	leaseUpload(
		tokenHash: string,
		id: number,
		writer: UploadWriter,
		offset: number,
		length: number | null,
	): UploadReply<WriteGrant>;
	/** A writer reports what it stored. */
	advanceUpload(tokenHash: string, id: number, token: string, step: UploadStep): UploadReply<UploadView>;
	/** Ends an upload and removes its file. */
	dropUpload(tokenHash: string, id: number): UploadReply<null>;
}
