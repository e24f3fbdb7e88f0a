import { type ReadonlySignal, useComputed } from "@preact/signals";
import "./wordmark.css";

/** The product's name with its lamp, which is lit while files are worked on. */
export function Wordmark({ isWorking }: { isWorking: ReadonlySignal<boolean> }) {
	const lamp = useComputed(() => (isWorking.value ? "lamp lamp--on" : "lamp"));
	return (
		<h1 class="wordmark">
			<span class={lamp} aria-hidden="true" />
			Darkroom
		</h1>
	);
}
