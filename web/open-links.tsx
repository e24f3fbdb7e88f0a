import { render } from "preact";
import { type Clock, createLinksApi, type Retry } from "../client/http.ts";
import { newBatchKey } from "../client/sending.ts";
import type { Notices } from "./models/notices.ts";
import { LinkForm } from "./models/sending/link-form.ts";
import { LinksDialog } from "./views/links/links-dialog.tsx";

/** Dependencies of the link form. */
export interface OpenLinksDeps {
	readonly clock: Clock;
	readonly retry: Retry;
	readonly notices: Notices;
	/** Links were submitted: the stream has something to report. */
	onSubmitted(): void;
	/** The server no longer has the session. */
	sessionEnded(): void;
}

let form: LinkForm | undefined;

/**
 * Opens the form for links, with this text in it. Loaded on first use or paste; unsent text stays for the next time.
 */
export function openLinks(
	{ clock, retry, notices, onSubmitted, sessionEnded }: OpenLinksDeps,
	text?: string,
): void {
	if (form === undefined) {
		const api = createLinksApi({ fetch: (path, init) => fetch(path, init), clock, onMutation: onSubmitted });
		form = new LinkForm({
			api,
			retry,
			notices,
			newKey: () => newBatchKey(clock),
			sessionEnded,
		});
		render(<LinksDialog form={form} />, document.body.appendChild(document.createElement("div")));
	}
	form.open(text);
}
