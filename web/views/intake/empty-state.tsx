import { LinkButton } from "../header/link-button.tsx";
import { PickButtons } from "./pick-buttons.tsx";
import "./empty-state.css";

/** What a newcomer sees: one sentence, and three buttons. */
export function EmptyState() {
	return (
		<section class="empty" aria-labelledby="empty-title">
			<div class="empty__tray" aria-hidden="true">
				<span />
				<span />
				<span />
			</div>
			<h2 id="empty-title" class="empty__title">
				Drop photos, documents or videos here
			</h2>
			<p class="empty__text">
				One or a whole folder. Every file is sent, developed and read before your eyes: camera and place,
				pages and words, what is said. Close the page whenever you like; nothing that arrived is lost.
			</p>
			<div class="empty__buttons">
				<PickButtons verb="Choose" main />
				<LinkButton verb="Paste" />
			</div>
		</section>
	);
}
