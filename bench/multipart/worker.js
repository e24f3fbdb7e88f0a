/** The bare Worker of `uploads/large`: writes one body to an R2 multipart upload with the same part size, and does nothing else. */
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
			for (let remaining = value; remaining.byteLength > 0; ) {
				const piece = remaining.subarray(0, PART_BYTES - filled);
				buffer.set(piece, filled);
				filled += piece.byteLength;
				remaining = remaining.subarray(piece.byteLength);
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
