import { useComputed, useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { useApp } from "../app-context.ts";
import { SettingsIcon } from "../icons.tsx";
import type { SettingsPanel } from "./settings-panel.tsx";
import "./settings-button.css";

/**
 * The settings of this device. A native popover: the browser itself closes it on Escape or a press beside it, and gives
 * the focus back to the button. What stands in it is loaded when it opens for the first time.
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
	const isLimited = useComputed(() => settings.chosen.value.speedLimit !== null);
	const look = useComputed(
		() => `button button--icon settings${isLimited.value ? " settings--limited" : ""}`,
	);
	const name = useComputed(() => (isLimited.value ? "Settings, sending speed is limited" : "Settings"));
	return (
		<>
			<button type="button" class={look} popovertarget={id} aria-label={name} title={name}>
				<SettingsIcon />
			</button>
			<div
				id={id}
				popover="auto"
				class="settings-panel"
				role="dialog"
				aria-label="Settings"
				onBeforeToggle={load}
			>
				{Panel && <Panel />}
			</div>
		</>
	);
}
