import { useComputed } from "@preact/signals";
import type { Filter } from "../models/file-group.ts";
import { useApp } from "./app-context.ts";
import { formatCount } from "./format.ts";
import { RetryIcon } from "./icons.tsx";
import "./filter-chips.css";

const CHIPS: readonly { readonly filter: Filter; readonly label: string }[] = [
	{ filter: "all", label: "All" },
	{ filter: "working", label: "Working" },
	{ filter: "failed", label: "Failed" },
	{ filter: "done", label: "Done" },
];

/** Which files the list shows, with their counts; and the way out when some have failed. */
export function FilterChips() {
	return (
		<div class="chips">
			<fieldset class="chips__group">
				<legend class="sr-only">Show</legend>
				{CHIPS.map(({ filter, label }) => (
					<Chip key={filter} filter={filter} label={label} />
				))}
			</fieldset>
			<RetryAll />
		</div>
	);
}

function Chip({ filter, label }: { filter: Filter; label: string }) {
	const { session } = useApp();
	const count = useComputed(() => formatCount(session.counts.value[filter]));
	const pressed = useComputed(() => session.filter.value === filter);
	const look = useComputed(() => {
		const alarming = filter === "failed" && session.counts.value.failed > 0;
		return alarming ? "chip chip--bad" : "chip";
	});
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

function RetryAll() {
	const { session, commands } = useApp();
	const hasFailed = useComputed(() => session.counts.value.failed > 0);
	if (!hasFailed.value) return null;
	return (
		<button type="button" class="button button--quiet" onClick={() => void commands.retryAll()}>
			<RetryIcon />
			Retry all failed
		</button>
	);
}
