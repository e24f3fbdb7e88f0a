import { uploadBody } from "../../dialects/documents/inline-document.ts";
import { uploadList, uploadReply } from "../../dialects/documents/upload-message.ts";
import type { Resource } from "../operation.ts";

export const uploadedDocumentPaths: Resource = {
	name: "Dialect documents",
	description: "An older contract. An upload is a batch; the socket `/ws/:upload_id` tells how far it is.",
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
						collection_name: { is: "text", description: "Where they belong; `rag_documents` when absent." },
						force_recreate: { is: "text", description: "`true` removes what the collection held before." },
					},
				},
			],
			answers: { 200: { description: "They are stored.", content: [{ json: uploadReply }] } },
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
			summary: "Every upload of this contract, the newest first",
			access: "session",
			answers: { 200: { description: "The uploads.", content: [{ json: uploadList }] } },
		},
	],
};
