import { LinkButton } from "./link-button.tsx";
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
				Drop photos here, one or a whole folder
			</h2>
			<p class="empty__text">
				Every file is sent, developed and read before your eyes: camera, place, time and everything else that
				it tells about itself. Close the page whenever you like; nothing that arrived is lost.
			</p>
			<div class="empty__buttons">
				<PickButtons verb="Choose" main />
				<LinkButton verb="Paste" />
			</div>
		</section>
	);
}
