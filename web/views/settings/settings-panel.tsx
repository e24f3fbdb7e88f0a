import { useComputed } from "@preact/signals";
import { useId } from "preact/hooks";
import { SPEED_LIMITS, type SpeedLimit } from "../../models/settings.ts";
import { useApp } from "../app-context.ts";
import { formatByteRate } from "../format.ts";
import { ConnectionDetails } from "./connection-details.tsx";

/** What can be set on this device, and how its connection has been. */
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
				Upload history
			</button>
		</p>
	);
}

function SpeedLimitChoice() {
	const { settings } = useApp();
	const id = useId();
	const chosen = useComputed(() => labelOf(settings.chosen.value.speedLimit));
	return (
		<p class="setting">
			<label class="setting__name" for={id}>
				Sending speed
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
				Leaves room on your line for others. Counts for each tab that sends.
			</span>
		</p>
	);
}

function KeepAwakeChoice() {
	const { settings } = useApp();
	const id = useId();
	const chosen = useComputed(() => settings.chosen.value.keepAwake);
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
				Keep the screen on while sending
			</label>
			<span class="setting__hint" id={`${id}-hint`}>
				A phone that goes dark stops sending.
			</span>
		</p>
	);
}

function labelOf(limit: SpeedLimit): string {
	return limit === null ? "No limit" : `At most ${formatByteRate(limit)}`;
}
