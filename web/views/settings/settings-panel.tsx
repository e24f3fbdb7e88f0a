import { useComputed } from "@preact/signals";
import { useId } from "preact/hooks";
import { SPEED_LIMITS, type SpeedLimit } from "../../models/settings.ts";
import { settingsPanelWords } from "../../words/en/dialogs/settings-panel.ts";
import { useApp } from "../app-context.ts";
import { ConnectionDetails } from "./connection-details.tsx";

/** The settings of this device, the upload history and the connection's statistics. */
export function SettingsPanel() {
	return (
		<>
			<SpeedLimitChoice />
			<KeepAwakeChoice />
			<HistoryButton />
			<ConnectionDetails />
		</>
	);
}

function HistoryButton() {
	const { openHistory } = useApp();
	return (
		<p class="setting-more">
			<button type="button" class="button" onClick={() => openHistory()}>
				{settingsPanelWords.history}
			</button>
		</p>
	);
}

function SpeedLimitChoice() {
	const { settings } = useApp();
	const id = useId();
	const chosen = useComputed(() => labelOf(settings.values.value.speedLimit));
	return (
		<p class="setting">
			<label class="setting__name" for={id}>
				{settingsPanelWords.speed}
			</label>
			<select
				id={id}
				class="setting__select"
				value={chosen}
				aria-describedby={`${id}-hint`}
				onChange={({ currentTarget }) => {
					const speedLimit = SPEED_LIMITS.find((limit) => labelOf(limit) === currentTarget.value) ?? null;
					settings.set({ speedLimit });
				}}
			>
				{SPEED_LIMITS.map((limit) => (
					<option key={labelOf(limit)} value={labelOf(limit)}>
						{labelOf(limit)}
					</option>
				))}
			</select>
			<span class="setting__hint" id={`${id}-hint`}>
				{settingsPanelWords.speedHint}
			</span>
		</p>
	);
}

function KeepAwakeChoice() {
	const { settings } = useApp();
	const id = useId();
	const chosen = useComputed(() => settings.values.value.keepAwake);
	return (
		<p class="setting setting--check">
			<input
				id={id}
				type="checkbox"
				checked={chosen}
				aria-describedby={`${id}-hint`}
				onChange={({ currentTarget }) => settings.set({ keepAwake: currentTarget.checked })}
			/>
			<label class="setting__name" for={id}>
				{settingsPanelWords.keepAwake}
			</label>
			<span class="setting__hint" id={`${id}-hint`}>
				{settingsPanelWords.keepAwakeHint}
			</span>
		</p>
	);
}

function labelOf(limit: SpeedLimit): string {
	return limit === null ? settingsPanelWords.noLimit : settingsPanelWords.atMost(limit);
}
