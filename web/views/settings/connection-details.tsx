import { useSignal } from "@preact/signals";
import { ConnectionFacts } from "./connection-facts.tsx";

/** How the connection does, for who wants to know: read when it is opened. */
export function ConnectionDetails() {
	const isOpen = useSignal(false);
	return (
		<details
			class="setting-more"
			onToggle={({ currentTarget }) => {
				isOpen.value = currentTarget.open;
			}}
		>
			<summary class="setting__name">Connection</summary>
			{isOpen.value && <ConnectionFacts />}
		</details>
	);
}
