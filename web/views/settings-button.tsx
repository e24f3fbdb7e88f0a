import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import { useApp } from "./app-context.ts";
import { SettingsIcon } from "./icons.tsx";
import { Late } from "./late.tsx";
import "./settings-button.css";

const loadPanel = async () => (await import("./settings-panel.tsx")).SettingsPanel;

/**
 * The settings of this device. A native popover: the browser itself closes it on Escape or a press beside it, and gives
 * the focus back to the button.
 */
export function SettingsButton() {
	const { settings } = useApp();
	const id = useId();
	const isPainted = useSignal(false);
	useEffect(() => {
		isPainted.value = true;
	}, [isPainted]);
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
			<div id={id} popover="auto" class="settings-panel" role="dialog" aria-label="Settings">
				<Late wanted={isPainted} load={loadPanel} />
			</div>
		</>
	);
}
