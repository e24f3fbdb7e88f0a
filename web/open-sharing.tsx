import { render } from "preact";
import { browserClock } from "../client/http/clock.ts";
import { createShareApi } from "../client/http/share-api.ts";
import { ShareLinks } from "./models/share-links.ts";
import { SharingDialog } from "./views/sharing/sharing-dialog.tsx";

/** Opens the dialog in which links to look at a batch are made and taken back. Loaded when somebody first asks for it. */
export function openSharing(key: string, name: string): void {
	const host = document.body.appendChild(document.createElement("div"));
	const links = new ShareLinks({
		api: createShareApi({ fetch: (path, init) => fetch(path, init), clock: browserClock, changed: () => {} }),
		key,
		page: location.origin + location.pathname,
	});
	const close = () => {
		render(null, host);
		host.remove();
	};
	render(<SharingDialog links={links} name={name} onClose={close} />, host);
}
