import { browserClock } from "../client/http/clock.ts";
import { Uploader as ProgramUploader } from "../client/sending/uploader.ts";
import type { UploaderOptions } from "../client/sending/uploader-options.ts";
import { createXhrSend } from "./edges/browser/send-by-xhr.ts";

/**
 * The uploader that other pages import from `/uploader.js`. In a browser it sends with XMLHttpRequest, the only way there that
 * reports how many bytes have left, and asks the browser whether there is a network. In Node it is the client's own.
 */
export class Uploader extends ProgramUploader {
	constructor(options: UploaderOptions = {}) {
		super(typeof XMLHttpRequest === "undefined" ? options : { ...inPage(options), ...options });
	}
}

function inPage({ clock = browserClock }: UploaderOptions) {
	return { send: createXhrSend(clock), online: () => navigator.onLine };
}
