import { render } from "preact";
import { createGuest } from "./create-guest.ts";
import { SharedView } from "./views/shared/shared-view.tsx";

/** The page of somebody who was given a link: one batch, live, and nothing to press that changes it. */
export function showShared(root: HTMLElement, token: string): void {
	render(<SharedView guest={createGuest(token)} />, root);
}
