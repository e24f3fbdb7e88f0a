import type { OpenMultipart, UploadedPart, UploadStore } from "../../../src/session/rules/upload-protocol.ts";

interface StartedMultipart {
	readonly object: string;
	readonly parts: Map<number, { etag: string; bytes: Uint8Array }>;
}

/** R2's multipart uploads in memory, as strict as the real ones about part sizes, etags and ids that are no longer valid. */
export class FakeUploadStore implements UploadStore {
	readonly objects = new Map<string, Uint8Array>();
	readonly multiparts = new Map<string, StartedMultipart>();
	#given = 0;
	/** Awaited before and after each effect, so that a simulation can delay or stop the caller. */
	gate: () => Promise<void> = async () => {};

	async put(object: string, bytes: Uint8Array): Promise<void> {
		const copy = bytes.slice();
		await this.gate();
		this.objects.set(object, copy);
		await this.gate();
	}

	async open(object: string): Promise<string> {
		await this.gate();
		const id = `multipart-${++this.#given}`;
		this.multiparts.set(id, { object, parts: new Map() });
		await this.gate();
		return id;
	}

	async part(object: string, multipart: string, number: number, bytes: Uint8Array): Promise<string> {
		const copy = bytes.slice();
		await this.gate();
		const etag = `etag-${++this.#given}`;
		this.#find(object, multipart).parts.set(number, { etag, bytes: copy });
		await this.gate();
		return etag;
	}

	async complete(object: string, multipart: string, parts: readonly UploadedPart[]): Promise<void> {
		await this.gate();
		if (!this.multiparts.has(multipart) && this.objects.has(object)) return;
		const open = this.#find(object, multipart);
		const pieces = parts.map(({ number, etag }) => {
			const part = open.parts.get(number);
			if (part?.etag !== etag) throw new Error("the etag of a part does not match");
			return part.bytes;
		});
		const size = pieces[0]?.byteLength ?? 0;
		for (const piece of pieces.slice(0, -1))
			if (piece.byteLength !== size) throw new Error("parts are not equal");
		if ((pieces.at(-1)?.byteLength ?? 0) > size) throw new Error("the last part is larger than the others");
		this.objects.set(object, Buffer.concat(pieces));
		this.multiparts.delete(multipart);
		await this.gate();
	}

	async read(object: string, offset: number): Promise<AsyncIterable<Uint8Array> | null> {
		await this.gate();
		const bytes = this.objects.get(object);
		return bytes === undefined ? null : pieces(bytes.subarray(offset));
	}

	async remove(object: string): Promise<void> {
		await this.gate();
		this.objects.delete(object);
	}

	async discard({ multipart, tailPrefix }: OpenMultipart): Promise<void> {
		await this.gate();
		if (multipart !== null) this.multiparts.delete(multipart);
		if (tailPrefix === null) return;
		for (const name of this.objects.keys()) if (name.startsWith(tailPrefix)) this.objects.delete(name);
	}

	#find(object: string, multipart: string): StartedMultipart {
		const open = this.multiparts.get(multipart);
		if (open?.object !== object) throw new Error("there is no such multipart upload");
		return open;
	}
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < bytes.length; at += 3) yield bytes.subarray(at, at + 3);
}
