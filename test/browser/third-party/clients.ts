/// <reference types="vite/client" />
import Uppy from "@uppy/core";
import "@uppy/core/css/style.min.css";
import Dashboard from "@uppy/dashboard";
import "@uppy/dashboard/css/style.min.css";
import Tus from "@uppy/tus";
import { Upload } from "tus-js-client";

/*
 * Third-party upload clients, unmodified, on a page of another origin. Tests call the two functions by `window.clients`.
 */

/** The tus endpoint, and the value of the Authorization header. */
export interface UploadTarget {
	readonly endpoint: string;
	readonly authorization: string;
}

/** Shows Uppy's Dashboard. */
function showDashboard({ endpoint, authorization }: UploadTarget): void {
	const uppy = new Uppy({ meta: { batch: "dashboard" } });
	uppy.use(Dashboard, { inline: true, target: "body" });
	uppy.use(Tus, { endpoint, headers: { authorization } });
}

/** Whether a tus upload finished, and the offset at which it started this time. */
export interface SendResult {
	readonly done: boolean;
	readonly startedAt: number;
	readonly problem?: string;
}

/**
 * Sends one file with tus-js-client, resuming an earlier upload of it. With `pieces` it sends pieces of that many bytes and
 * stops after the first, as a page that is closed would.
 */
async function send(aim: UploadTarget, bytes: number, pieces?: number): Promise<SendResult> {
	const content = new Uint8Array(bytes).map((_, at) => at % 251);
	const file = new File([content], "film.bin", { lastModified: 1_700_000_000_000 });
	const { promise, resolve } = Promise.withResolvers<SendResult>();
	let began = -1;
	const upload = new Upload(file, {
		endpoint: aim.endpoint,
		headers: { authorization: aim.authorization },
		metadata: { filename: file.name, batch: "film" },
		...(pieces === undefined ? {} : { chunkSize: pieces }),
		onProgress: (sent) => {
			if (began < 0) began = sent;
		},
		onChunkComplete: () => {
			if (pieces === undefined) return;
			void upload.abort().then(() => resolve({ done: false, startedAt: began }));
		},
		onSuccess: () => resolve({ done: true, startedAt: began }),
		onError: ({ message }) => resolve({ done: false, startedAt: began, problem: message }),
		retryDelays: [],
	});
	const [earlier] = await upload.findPreviousUploads();
	if (earlier !== undefined) upload.resumeFromPreviousUpload(earlier);
	upload.start();
	return promise;
}

const clients = { showDashboard, send };

export type ThirdPartyClients = typeof clients;

Object.assign(window, { clients });
