import { useComputed } from "@preact/signals";
import { type Connection, connectionLabel } from "../../models/session/connection.ts";
import { formatSince } from "../../words/en/format.ts";
import { headerWords } from "../../words/en/header.ts";
import "./connection-badge.css";

/** The state of the connection, and since when there was no update. */
export function ConnectionBadge({ connection }: { connection: Connection }) {
	const { state, staleSince, slowedUntil } = connection;
	const text = useComputed(() => {
		if (slowedUntil.value !== null) return headerWords.serverBusy;
		const since = staleSince.value;
		return connectionLabel(state.value, since === undefined ? undefined : formatSince(since, Date.now()));
	});
	const tint = useComputed(() => {
		if (slowedUntil.value !== null) return "slowed";
		return staleSince.value === undefined ? state.value : "stale";
	});
	const className = useComputed(() => `badge badge--${tint.value}`);
	const label = useComputed(() => text.value.label);
	const hint = useComputed(() => text.value.hint);
	return (
		<p class={className} role="status" title={hint}>
			<span class="badge__dot" aria-hidden="true" />
			<span class="sr-only">{headerWords.connection} </span>
			<span class="badge__label">{label}</span>
		</p>
	);
}
