import { type ReadonlySignal, useComputed } from "@preact/signals";
import "./wordmark.css";

/** The name, with a safelight that is on while there is work. */
export function Wordmark({ isWorking }: { isWorking: ReadonlySignal<boolean> }) {
	const lamp = useComputed(() => (isWorking.value ? "lamp lamp--on" : "lamp"));
	return (
		<h1 class="wordmark">
			<span class={lamp} aria-hidden="true" />
			Darkroom
		</h1>
	);
}
