import { intakeWords } from "../../words/en/intake.ts";
import { LinkButton } from "../widgets/link-button.tsx";
import { PickButtons } from "./pick-buttons.tsx";
import "./empty-state.css";

/** What the page shows before it has files. */
export function EmptyState() {
	return (
		<section class="empty" aria-labelledby="empty-title">
			<div class="empty__tray" aria-hidden="true">
				<span />
				<span />
				<span />
			</div>
			<h2 id="empty-title" class="empty__title">
				{intakeWords.emptyTitle}
			</h2>
			<p class="empty__text">{intakeWords.emptyText}</p>
			<div class="empty__buttons">
				<PickButtons labels={intakeWords.choose} isMain />
				<LinkButton label={intakeWords.choose.links} />
			</div>
		</section>
	);
}
