/// <reference types="vite/client" />
import Uppy from "@uppy/core";
import "@uppy/core/css/style.min.css";
import Dashboard from "@uppy/dashboard";
import "@uppy/dashboard/css/style.min.css";
import Tus from "@uppy/tus";
import { Upload } from "tus-js-client";

/*
 * What somebody else's page may load to upload into a session: the clients as they come, nothing of ours. The tests call
 * these two by `window.clients`.
 */

/** Where to, and as whom. */
export interface Aim {
	readonly endpoint: string;
	readonly authorization: string;
}

/** Uppy's whole Dashboard, for a person to use. */
function showDashboard({ endpoint, authorization }: Aim): void {
	const uppy = new Uppy({ meta: { batch: "dashboard" } });
	uppy.use(Dashboard, { inline: true, target: "body" });
	uppy.use(Tus, { endpoint, headers: { authorization } });
}

/** How far a tus upload went, and where it began this time. */
export interface Sent {
	readonly done: boolean;
	readonly began: number;
	readonly problem?: string;
}

/**
 * Sends one file with tus-js-client, going on where an earlier page stopped. With `pieces` it sends pieces of so many bytes
 * and stops for good after the first, as a page that is closed would.
 */
async function send(aim: Aim, bytes: number, pieces?: number): Promise<Sent> {
	const content = new Uint8Array(bytes).map((_, at) => at % 251);
	const file = new File([content], "film.bin", { lastModified: 1_700_000_000_000 });
	const { promise, resolve } = Promise.withResolvers<Sent>();
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
			void upload.abort().then(() => resolve({ done: false, began }));
		},
		onSuccess: () => resolve({ done: true, began }),
		onError: ({ message }) => resolve({ done: false, began, problem: message }),
		retryDelays: [],
	});
	const [earlier] = await upload.findPreviousUploads();
	if (earlier !== undefined) upload.resumeFromPreviousUpload(earlier);
	upload.start();
	return promise;
}

const clients = { showDashboard, send };

export type Clients = typeof clients;

Object.assign(window, { clients });
