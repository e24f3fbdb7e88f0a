import { render } from "preact";
import { createShareApi } from "../client/http.ts";
import { ShareLinks } from "./models/share-links.ts";
import { SharingDialog } from "./views/sharing/sharing-dialog.tsx";

/** Opens the dialog in which share links are created and revoked. Loaded on first use. */
export function openSharing(key: string, name: string): void {
	const host = document.body.appendChild(document.createElement("div"));
	const links = new ShareLinks({
		api: createShareApi({ fetch: (path, init) => fetch(path, init) }),
		key,
		pageUrl: location.origin + location.pathname,
	});
	const close = () => {
		render(null, host);
		host.remove();
	};
	render(<SharingDialog links={links} name={name} onClose={close} />, host);
}
