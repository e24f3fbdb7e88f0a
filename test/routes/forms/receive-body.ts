import { receiveForm } from "../../../src/routes/forms/receive-form.ts";

export const bytesOf = (content: string) => new TextEncoder().encode(content);

/** A request body that arrives in these chunks. */
export function body(...chunks: Uint8Array[]): ReadableStream<Uint8Array> {
	return new ReadableStream({
		start(controller) {
			for (const chunk of chunks) controller.enqueue(chunk);
			controller.close();
		},
	});
}

/** The parts of a form as `field=text` and `field:name=bytes`, and the code of its problem. */
export async function received(stream: ReadableStream<Uint8Array> | null) {
	const parts: string[] = [];
	const problem = await receiveForm(stream, "b", {
		field: (name, value) => void parts.push(`${name}=${value}`),
		file: async ({ field, name, bytes }) =>
			void parts.push(`${field}:${name}=${new TextDecoder().decode(bytes)}`),
	});
	return { parts, code: problem?.code };
}

/** A form with the boundary `b`: one field, and two files of which the second is empty. */
export const FORM = [
	'--b\r\nContent-Disposition: form-data; name="session_id"\r\n\r\nabc\r\n',
	'--b\r\nContent-Disposition: form-data; name="file"; filename="é 1.jpg"\r\nContent-Type: image/jpeg\r\n\r\n--\r\n--c\r\n',
	'--b\r\nContent-Disposition: form-data; name="file"; filename="2.jpg"\r\n\r\n\r\n--b--\r\n',
].join("");
/** What `received` gives for `FORM`. */
export const PARTS = ["session_id=abc", "file:é 1.jpg=--\r\n--c", "file:2.jpg="];
