import { useComputed } from "@preact/signals";
import type { Filter } from "../../models/list/file-group.ts";
import { useApp } from "../app-context.ts";
import { formatCount } from "../format.ts";
import "./filter-chips.css";

interface ChipKind {
	readonly filter: Filter;
	readonly label: string;
	/** Shown only while there are such files. */
	readonly rare?: boolean;
}

const CHIPS: readonly ChipKind[] = [
	{ filter: "all", label: "All" },
	{ filter: "working", label: "Working" },
	{ filter: "paused", label: "Paused", rare: true },
	{ filter: "wanted", label: "Wanted", rare: true },
	{ filter: "failed", label: "Failed" },
	{ filter: "cancelled", label: "Cancelled", rare: true },
	{ filter: "done", label: "Done" },
];

/** Which files the list shows, with their counts. */
export function FilterChips() {
	return (
		<fieldset class="chips">
			<legend class="sr-only">Show</legend>
			{CHIPS.map((chip) => (
				<Chip key={chip.filter} {...chip} />
			))}
		</fieldset>
	);
}

function Chip({ filter, label, rare = false }: ChipKind) {
	const { session } = useApp();
	const count = useComputed(() => formatCount(session.counts.value[filter]));
	const pressed = useComputed(() => session.filter.value === filter);
	const look = useComputed(() => {
		const alarming = (filter === "failed" || filter === "wanted") && session.counts.value[filter] > 0;
		return alarming ? `chip chip--${filter}` : "chip";
	});
	// A chip that is pressed stays, or the list could not be left.
	const isShown = useComputed(() => !rare || pressed.value || session.counts.value[filter] > 0);
	if (!isShown.value) return null;
	return (
		<button
			type="button"
			class={look}
			aria-pressed={pressed}
			onClick={() => {
				session.filter.value = filter;
			}}
		>
			{label} <span class="chip__count">{count}</span>
		</button>
	);
}
