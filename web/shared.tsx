import { render } from "preact";
import { createGuestPage } from "./create-guest-page.ts";
import { tokenInFragment } from "./models/share-fragment.ts";
import { SharedView } from "./views/shared/shared-view.tsx";

/** Shows the page of a guest: one batch, live and read-only. A truncated link is treated like a revoked one. */
export function showSharedPage(root: HTMLElement | null): void {
	if (root !== null)
		render(<SharedView guest={createGuestPage(tokenInFragment(location.hash) ?? "")} />, root);
}
