import type { FormReply } from "../../../src/protocol/http/reply.ts";
import { join } from "../../fixtures/bytes.ts";
import type { TestSession } from "../../support/server/client.ts";

/** The boundary of all hand-written forms. */
export const BOUNDARY = "----darkroom-test-boundary";

/** The headers of a hand-written form. */
export const FORM_HEADERS = { "content-type": `multipart/form-data; boundary=${BOUNDARY}` };

/** A part of a hand-written form. */
export interface Part {
	readonly field: string;
	readonly filename?: string;
	readonly type?: string;
	readonly bytes: Uint8Array | string;
}

/** One part with its preceding boundary. */
export function formPart({ field, filename, type, bytes }: Part): Uint8Array {
	const name = filename === undefined ? "" : `; filename="${filename}"`;
	const media = type === undefined ? "" : `Content-Type: ${type}\r\n`;
	const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"${name}\r\n${media}\r\n`;
	return join(new TextEncoder().encode(head), bytes, "\r\n");
}

/** The closing boundary. */
export const FORM_END = `--${BOUNDARY}--\r\n`;

/** A complete form. */
export function formBody(...parts: readonly Part[]): Uint8Array {
	return join(...parts.map(formPart), FORM_END);
}

/** Sends a hand-written form. */
export function postForm(session: TestSession, key: string, body: BodyInit): Promise<Response> {
	return session.fetch(`/api/batches/${key}/files`, { method: "POST", headers: FORM_HEADERS, body });
}

/** A file for `sendForm`. `field` may be the number of an announced file. */
export interface FormEntry {
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly field?: string;
}

/** Sends files in one form, as a browser would. */
export async function sendForm(
	session: TestSession,
	key: string,
	files: readonly FormEntry[],
): Promise<FormReply> {
	const form = new FormData();
	for (const { name, bytes, field = "files" } of files) {
		form.append(field, new Blob([bytes as Uint8Array<ArrayBuffer>]), name);
	}
	return session.json<FormReply>(`/api/batches/${key}/files`, { method: "POST", body: form });
}
