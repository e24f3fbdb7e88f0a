import type { ShareInfo } from "../../../src/protocol/http/share.ts";
import type { ShareLinks } from "../../models/share-links.ts";
import { formatMoment } from "../format.ts";

/** The links that hold, each with the way to take it back. */
export function HeldLinks({ links }: { links: ShareLinks }) {
	const held = links.held.value;
	if (held === undefined || held.length === 0) return null;
	return (
		<section aria-labelledby="sharing-held">
			<h3 id="sharing-held" class="sharing__subtitle">
				Links that hold
			</h3>
			<ul class="sharing__held">
				{held.map((share) => (
					<li key={share.id} class="sharing__link">
						<span>
							Made {formatMoment(share.createdAt)}
							<span class="sharing__until">{untilOf(share)}</span>
						</span>
						<button
							type="button"
							class="button button--quiet"
							aria-label={`Take back the link made ${formatMoment(share.createdAt)}`}
							onClick={() => void links.takeBack(share.id)}
						>
							Take back
						</button>
					</li>
				))}
			</ul>
		</section>
	);
}

function untilOf({ expiresAt, originals }: ShareInfo): string {
	return `until ${formatMoment(expiresAt)}${originals ? ", with originals" : ""}`;
}
