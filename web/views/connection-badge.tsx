import { useComputed } from "@preact/signals";
import { wordsFor } from "../models/connection.ts";
import { useApp } from "./app-context.ts";
import "./connection-badge.css";

/** How the page hears from the server: live, catching up, polling, offline. */
export function ConnectionBadge() {
	const { connection } = useApp();
	const { state, slowedUntil } = connection;
	const slowed = useComputed(() => slowedUntil.value !== null);
	const look = useComputed(() => `badge badge--${slowed.value ? "slowed" : state.value}`);
	const label = useComputed(() =>
		slowed.value ? "Server asked us to slow down" : wordsFor(state.value).label,
	);
	const hint = useComputed(() =>
		slowed.value ? "Your files stay in the queue and go on by themselves." : wordsFor(state.value).hint,
	);
	return (
		<p class={look} role="status" title={hint}>
			<span class="badge__dot" aria-hidden="true" />
			<span class="sr-only">Connection: </span>
			{label}
		</p>
	);
}
