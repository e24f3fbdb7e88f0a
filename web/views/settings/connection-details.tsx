import { useSignal } from "@preact/signals";
import { settingsPanelWords } from "../../words/en/dialogs/settings-panel.ts";
import { ConnectionFacts } from "./connection-facts.tsx";

/** A section that shows the connection's statistics once it is opened. */
export function ConnectionDetails() {
	const isOpen = useSignal(false);
	return (
		<details
			class="setting-more"
			onToggle={({ currentTarget }) => {
				isOpen.value = currentTarget.open;
			}}
		>
			<summary class="setting__name">{settingsPanelWords.connection}</summary>
			{isOpen.value && <ConnectionFacts />}
		</details>
	);
}
