/** The bare side of `uploads/large`: one body into an R2 multipart upload with the same parts, and nothing else. */
const PART_BYTES = 5 * 1024 * 1024;
const PARALLEL = 3;

export default {
	async fetch(request, env) {
		const upload = await env.BUCKET.createMultipartUpload(crypto.randomUUID());
		const reader = request.body.getReader({ mode: "byob" });
		const underway = new Set();
		const parts = [];
		let scratch = new Uint8Array(256 * 1024);
		let buffer = new Uint8Array(PART_BYTES);
		let filled = 0;
		const send = async () => {
			const number = parts.push(undefined);
			const bytes = buffer.subarray(0, filled);
			const sending = upload.uploadPart(number, bytes).then((part) => {
				parts[number - 1] = part;
				underway.delete(sending);
			});
			underway.add(sending);
			buffer = new Uint8Array(PART_BYTES);
			filled = 0;
			while (underway.size >= PARALLEL) await Promise.race(underway);
		};
		while (true) {
			const { done, value } = await reader.read(scratch);
			if (done) break;
			for (let rest = value; rest.byteLength > 0; ) {
				const piece = rest.subarray(0, PART_BYTES - filled);
				buffer.set(piece, filled);
				filled += piece.byteLength;
				rest = rest.subarray(piece.byteLength);
				if (filled === PART_BYTES) await send();
			}
			scratch = new Uint8Array(value.buffer, 0, 256 * 1024);
		}
		if (filled > 0) await send();
		await Promise.all(underway);
		await upload.complete(parts);
		await env.BUCKET.delete(upload.key);
		return new Response(null, { status: 204 });
	},
};
