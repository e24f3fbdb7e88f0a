import type { ShareLinks } from "../../models/share-links.ts";
import { sharingWords } from "../../words/en/dialogs/sharing.ts";

/** The links that still work, each with a button to revoke it. */
export function ActiveLinks({ links }: { links: ShareLinks }) {
	const active = links.active.value;
	if (active === undefined || active.length === 0) return null;
	return (
		<section aria-labelledby="sharing-held">
			<h3 id="sharing-held" class="sharing__subtitle">
				{sharingWords.activeLinks}
			</h3>
			<ul class="sharing__held">
				{active.map((share) => (
					<li key={share.id} class="sharing__link">
						<span>
							{sharingWords.createdOn(share.createdAt)}
							<span class="sharing__until">{sharingWords.expires(share.expiresAt, share.originals)}</span>
						</span>
						<button
							type="button"
							class="button button--quiet"
							aria-label={sharingWords.stopLink(share.createdAt)}
							onClick={() => void links.revoke(share.id)}
						>
							{sharingWords.stop}
						</button>
					</li>
				))}
			</ul>
		</section>
	);
}
