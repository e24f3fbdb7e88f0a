import { render } from "preact";
import type { Clock } from "../client/http/clock.ts";
import { createLinksApi } from "../client/http/links-api.ts";
import type { Persevere } from "../client/http/retry.ts";
import { newBatchKey } from "../client/sending/batch-key.ts";
import type { Notices } from "./models/notices.ts";
import { LinkDesk } from "./models/sending/link-form.ts";
import { LinksDialog } from "./views/links/links-dialog.tsx";

/** What the field for links needs of the app. */
export interface OpenLinksDeps {
	readonly clock: Clock;
	readonly persevere: Persevere;
	readonly notices: Notices;
	/** Links were handed over, of which the stream will tell. */
	changed(): void;
	/** The server no longer knows the session. */
	ended(): void;
}

let desk: LinkDesk | undefined;

/** Opens the field for links, with this text in it. Loaded with the first press or paste; what was typed stays for the next. */
export function openLinks({ clock, persevere, notices, changed, ended }: OpenLinksDeps, text?: string): void {
	if (desk === undefined) {
		const api = createLinksApi({ fetch: (path, init) => fetch(path, init), clock, changed });
		desk = new LinkDesk({
			api,
			persevere,
			notices,
			newKey: () => newBatchKey(clock),
			sessionEnded: ended,
		});
		render(<LinksDialog desk={desk} />, document.body.appendChild(document.createElement("div")));
	}
	desk.open(text);
}
