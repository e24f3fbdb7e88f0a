import { useSignal } from "@preact/signals";
import type { ConnectionFacts } from "./connection/connection-facts.tsx";

/** How the connection does, for who wants to know: read, and loaded, when it is opened. */
export function ConnectionDetails() {
	const facts = useSignal<typeof ConnectionFacts | undefined>(undefined);
	const isOpen = useSignal(false);
	const Facts = facts.value;
	return (
		<details
			class="setting-more"
			onToggle={({ currentTarget }) => {
				isOpen.value = currentTarget.open;
				void import("./connection/connection-facts.tsx").then((loaded) => {
					facts.value = loaded.ConnectionFacts;
				});
			}}
		>
			<summary class="setting__name">Connection</summary>
			{Facts !== undefined && isOpen.value && <Facts />}
		</details>
	);
}
