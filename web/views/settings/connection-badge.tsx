import { useComputed } from "@preact/signals";
import { type Connection, wordsFor } from "../../models/session/connection.ts";
import { formatSince } from "../format.ts";
import "./connection-badge.css";

const SLOWED = {
	label: "Server asked us to slow down",
	hint: "Your files stay in the queue and go on by themselves.",
};

/** How the page hears from the server, and how old its last word is: live, catching up, polling, offline, stale since. */
export function ConnectionBadge({ connection }: { connection: Connection }) {
	const { state, staleSince, slowedUntil } = connection;
	const words = useComputed(() => {
		if (slowedUntil.value !== null) return SLOWED;
		const since = staleSince.value;
		return wordsFor(state.value, since === undefined ? undefined : formatSince(since, Date.now()));
	});
	const tint = useComputed(() => {
		if (slowedUntil.value !== null) return "slowed";
		return staleSince.value === undefined ? state.value : "stale";
	});
	const look = useComputed(() => `badge badge--${tint.value}`);
	const label = useComputed(() => words.value.label);
	const hint = useComputed(() => words.value.hint);
	return (
		<p class={look} role="status" title={hint}>
			<span class="badge__dot" aria-hidden="true" />
			<span class="sr-only">Connection: </span>
			<span class="badge__label">{label}</span>
		</p>
	);
}
