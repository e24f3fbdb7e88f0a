import { useComputed, useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { headerWords } from "../../words/en/header.ts";
import { useApp } from "../app-context.ts";
import { SettingsIcon } from "../icons.tsx";
import type { SettingsPanel } from "./settings-panel.tsx";
import "./settings-button.css";

/**
 * Opens the settings of this device. A native popover: the browser closes it on Escape or a click outside and returns the focus
 * to the button. Its content is loaded when it opens for the first time.
 */
export function SettingsButton() {
	const { settings } = useApp();
	const id = useId();
	const panel = useSignal<typeof SettingsPanel | undefined>(undefined);
	const load = () =>
		void import("./settings-panel.tsx").then((loaded) => {
			panel.value = loaded.SettingsPanel;
		});
	const Panel = panel.value;
	const isLimited = useComputed(() => settings.values.value.speedLimit !== null);
	const className = useComputed(
		() => `button button--icon settings${isLimited.value ? " settings--limited" : ""}`,
	);
	const name = useComputed(() => (isLimited.value ? headerWords.settingsLimited : headerWords.settings));
	return (
		<>
			<button type="button" class={className} popovertarget={id} aria-label={name} title={name}>
				<SettingsIcon />
			</button>
			<div
				id={id}
				popover="auto"
				class="settings-panel"
				role="dialog"
				aria-label={headerWords.settings}
				onBeforeToggle={load}
			>
				{Panel && <Panel />}
			</div>
		</>
	);
}
