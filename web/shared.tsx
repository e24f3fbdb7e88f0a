import { render } from "preact";
import { createGuest } from "./create-guest.ts";
import { sharedToken } from "./models/shared-hash.ts";
import { SharedView } from "./views/shared/shared-view.tsx";

/**
 * The page of somebody who was given a link: one batch, live, and nothing to press that changes it. A link that was cut
 * short on its way is as good as one that was taken back.
 */
export function showShared(root: HTMLElement | null): void {
	if (root !== null) render(<SharedView guest={createGuest(sharedToken(location.hash) ?? "")} />, root);
}
