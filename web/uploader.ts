import { systemClock } from "../client/http.ts";
import { Uploader, type UploaderOptions } from "../client/sending.ts";
import { createXhrSend } from "./edges/browser/send-by-xhr.ts";

/**
 * The uploader that other pages import from `/uploader.js`. In a browser it sends with XMLHttpRequest, the only browser
 * API that reports upload progress, and checks whether the browser is online. In Node it is the client's own.
 */
class BrowserUploader extends Uploader {
	constructor(options: UploaderOptions = {}) {
		super(typeof XMLHttpRequest === "undefined" ? options : { ...inPage(options), ...options });
	}
}

function inPage({ clock = systemClock }: UploaderOptions) {
	return { send: createXhrSend(clock), online: () => navigator.onLine };
}

export { BrowserUploader as Uploader };
