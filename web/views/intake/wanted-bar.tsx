import { useComputed } from "@preact/signals";
import { useApp } from "../app-context.ts";
import { formatCount, formatFiles } from "../format.ts";
import { PickButtons } from "./pick-buttons.tsx";
import "./wanted-bar.css";

/** Which files the server waits for although nobody has their bytes any more, by name, and the way to bring them again. */
export function WantedBar() {
	const { session, sending } = useApp();
	const count = useComputed(() => session.counts.value.wanted);
	const names = useComputed(() => namesOf(session.wanted.value, count.value));
	const askable = sending.askable.value;
	const isShown = useComputed(() => count.value > 0);
	const isListed = useComputed(() => session.filter.value === "wanted");
	if (!isShown.value) return null;
	return (
		<section class="wanted" aria-labelledby="wanted-title">
			<h3 id="wanted-title" class="wanted__title">
				{formatFiles(count.value)} wanted again
			</h3>
			<p class="wanted__text">
				{askable > 0 ? "This browser asks before it reads again" : "This browser could not keep the bytes of"}{" "}
				{names}. {askable > 0 ? "Allow it, or choose" : "Choose"} the same files or their folder, and they go
				on where they stopped.
			</p>
			<div class="wanted__buttons">
				{askable > 0 && (
					<button type="button" class="button button--main" onClick={() => void sending.allow()}>
						Allow reading {formatFiles(askable)}
					</button>
				)}
				<PickButtons verb="Choose" main={askable === 0} />
				{!isListed.value && (
					<button
						type="button"
						class="button button--quiet"
						onClick={() => {
							session.filter.value = "wanted";
						}}
					>
						Show which
					</button>
				)}
			</div>
		</section>
	);
}

function namesOf(names: readonly string[], count: number): string {
	const rest = count - names.length;
	if (rest > 0) return `${names.join(", ")} and ${formatCount(rest)} more`;
	return new Intl.ListFormat("en").format(names);
}
