import { useComputed } from "@preact/signals";
import { useApp } from "./app-context.ts";
import "./wordmark.css";

/** The name, with a safelight that is on while there is work. */
export function Wordmark() {
	const { session } = useApp();
	const lamp = useComputed(() => (session.counts.value.working > 0 ? "lamp lamp--on" : "lamp"));
	return (
		<h1 class="wordmark">
			<span class={lamp} aria-hidden="true" />
			Darkroom
		</h1>
	);
}
