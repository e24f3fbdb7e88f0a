import { useComputed } from "@preact/signals";
import { intakeWords } from "../../words/en/intake.ts";
import { missingFilesWords } from "../../words/en/missing-files.ts";
import { useApp } from "../app-context.ts";
import { PickButtons } from "./pick-buttons.tsx";
import "./missing-files-bar.css";

/** Lists files that the server waits for but this browser can no longer read, and lets the owner choose them again. */
export function MissingFilesBar() {
	const { session, sending } = useApp();
	const count = useComputed(() => session.counts.value.wanted);
	const names = useComputed(() => missingFilesWords.names(session.wanted.value, count.value));
	const needPermission = sending.awaitingPermission.value;
	const isShown = useComputed(() => count.value > 0);
	const isListed = useComputed(() => session.filter.value === "wanted");
	if (!isShown.value) return null;
	return (
		<section class="wanted" aria-labelledby="wanted-title">
			<h3 id="wanted-title" class="wanted__title">
				{missingFilesWords.title(count.value)}
			</h3>
			<p class="wanted__text">
				{needPermission > 0
					? missingFilesWords.needsPermission(names.value)
					: missingFilesWords.chooseAgain(names.value)}
			</p>
			<div class="wanted__buttons">
				{needPermission > 0 && (
					<button type="button" class="button button--main" onClick={() => void sending.requestPermission()}>
						{missingFilesWords.allow(needPermission)}
					</button>
				)}
				<PickButtons labels={intakeWords.choose} isMain={needPermission === 0} />
				{!isListed.value && (
					<button
						type="button"
						class="button button--quiet"
						onClick={() => {
							session.filter.value = "wanted";
						}}
					>
						{missingFilesWords.show}
					</button>
				)}
			</div>
		</section>
	);
}
