import { uploadBody } from "../../dialects/documents/inline-document.ts";
import { documentUploadReply, uploadList } from "../../dialects/documents/upload-message.ts";
import type { Resource } from "../operation.ts";

export const uploadedDocumentPaths: Resource = {
	name: "Dialect documents",
	description: "An older contract. An upload is a batch; the socket `/ws/:upload_id` reports its progress.",
	operations: [
		{
			method: "post",
			path: "/upload",
			id: "uploadDocuments",
			summary: "Upload documents, in JSON or as a form of files",
			access: "first-contact",
			body: [
				{
					json: uploadBody,
					example: {
						collection_name: "rag_documents",
						documents: [{ filename: "note.md", content: "# Note\n\nSome words." }],
						force_recreate: false,
					},
				},
				{
					form: {
						files: { is: "files", description: "Documents, in any field." },
						collection_name: { is: "text", description: "The collection; `rag_documents` when absent." },
						force_recreate: {
							is: "text",
							description: "`true` first removes the documents that the collection has.",
						},
					},
				},
			],
			responses: { 200: { description: "Stored.", content: [{ json: documentUploadReply }] } },
			problems: [
				"malformed",
				"body-too-short",
				"unauthorized",
				"forbidden",
				"too-large",
				"rate-limited",
				"storage-failed",
				"unavailable",
			],
		},
		{
			method: "get",
			path: "/upload",
			id: "listUploads",
			summary: "List every upload of this contract, the newest first",
			access: "session",
			responses: { 200: { description: "The uploads.", content: [{ json: uploadList }] } },
		},
	],
};
