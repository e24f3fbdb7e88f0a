import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Upload } from "tus-js-client";
import type { Photo } from "../support/sender.ts";

const CHILD = fileURLToPath(new URL("./serve-tus.ts", import.meta.url));

/** A running @tus/server. */
export interface TusServer {
	readonly url: string;
	readonly pid: number;
	stop(): Promise<void>;
}

/** Starts @tus/server. `page`: a folder that it also serves. */
export async function startTusServer(page = ""): Promise<TusServer> {
	const child = fork(CHILD, [page], { execArgv: ["--no-warnings"] });
	const [port] = (await once(child, "message")) as [number];
	return {
		url: `http://127.0.0.1:${port}`,
		pid: child.pid ?? 0,
		async stop() {
			const ended = once(child, "exit");
			child.kill();
			await ended;
		},
	};
}

function sendOne(endpoint: string, headers: Record<string, string>, { name, bytes }: Photo): Promise<void> {
	return new Promise((done, fail) => {
		const upload = new Upload(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), {
			endpoint,
			headers,
			metadata: { filename: name, filetype: "image/jpeg" },
			// One request per file where the server supports it: the fastest that tus allows.
			uploadDataDuringCreation: true,
			storeFingerprintForResuming: false,
			retryDelays: null,
			onSuccess: () => done(),
			onError: fail,
		});
		upload.start();
	});
}

/** Sends files by tus-js-client with limited concurrency; returns the milliseconds until the last response. */
export async function sendByTusClient(
	endpoint: string,
	photos: readonly Photo[],
	{ parallel, headers = {} }: { parallel: number; headers?: Record<string, string> },
): Promise<number> {
	const began = performance.now();
	const left = photos.values();
	const lane = async () => {
		for (const photo of left) await sendOne(endpoint, headers, photo);
	};
	await Promise.all(Array.from({ length: parallel }, lane));
	return performance.now() - began;
}
