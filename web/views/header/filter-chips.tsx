import { useComputed } from "@preact/signals";
import type { Filter } from "../../models/files/file-group.ts";
import { formatCount } from "../../words/en/format.ts";
import { headerWords } from "../../words/en/header.ts";
import { useApp } from "../app-context.ts";
import "./filter-chips.css";

interface FilterChipProps {
	readonly filter: Filter;
	/** Shown only while there are such files. */
	readonly rare?: boolean;
}

const CHIPS: readonly FilterChipProps[] = [
	{ filter: "all" },
	{ filter: "working" },
	{ filter: "paused", rare: true },
	{ filter: "wanted", rare: true },
	{ filter: "failed" },
	{ filter: "cancelled", rare: true },
	{ filter: "done" },
];

/** Filters of the list, each with its number of files. */
export function FilterChips() {
	return (
		<fieldset class="chips">
			<legend class="sr-only">{headerWords.show}</legend>
			{CHIPS.map((chip) => (
				<FilterChip key={chip.filter} {...chip} />
			))}
		</fieldset>
	);
}

function FilterChip({ filter, rare = false }: FilterChipProps) {
	const { session } = useApp();
	const count = useComputed(() => formatCount(session.counts.value[filter]));
	const isPressed = useComputed(() => session.filter.value === filter);
	const className = useComputed(() => {
		const isAlarming = (filter === "failed" || filter === "wanted") && session.counts.value[filter] > 0;
		return isAlarming ? `chip chip--${filter}` : "chip";
	});
	// The pressed chip stays even at 0 files: without it nothing would show which filter is on.
	const isShown = useComputed(() => !rare || isPressed.value || session.counts.value[filter] > 0);
	if (!isShown.value) return null;
	return (
		<button
			type="button"
			class={className}
			aria-pressed={isPressed}
			onClick={() => {
				session.filter.value = filter;
			}}
		>
			{headerWords.filters[filter]} <span class="chip__count">{count}</span>
		</button>
	);
}
