import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ConnectionStatistics } from "../../../src/protocol/stream/statistics.ts";
import { connectionLabel } from "../../models/session/connection.ts";
import { settingsPanelWords } from "../../words/en/dialogs/settings-panel.ts";
import { formatCount, formatDuration } from "../../words/en/format.ts";
import { useApp } from "../app-context.ts";
import "../../styles/facts.css";
import "./connection-facts.css";

/** The current state of the connection, and statistics of this session's streams. */
export function ConnectionFacts() {
	const { connection, readStatistics } = useApp();
	const loaded = useSignal<ConnectionStatistics | null | undefined>(undefined);
	useEffect(() => {
		void readStatistics().then((answer) => {
			loaded.value = answer ?? null;
		});
	}, [readStatistics, loaded]);
	const hint = useComputed(() => connectionLabel(connection.state.value).hint);
	const statistics = loaded.value;
	return (
		<>
			<p class="connection__now">{hint}</p>
			{statistics === null && <p class="connection__now">{settingsPanelWords.noStatistics}</p>}
			{statistics && (
				<dl class="connection__facts">
					{factsOf(statistics).map(([name, value]) => (
						<div key={name} class="connection__fact">
							<dt>{name}</dt>
							<dd>{value}</dd>
						</div>
					))}
				</dl>
			)}
		</>
	);
}

function factsOf({
	opened,
	resumed,
	failed,
	fellBack,
	firstFrame,
}: ConnectionStatistics): [string, string][] {
	const words = settingsPanelWords;
	const counts: [string, number][] = [
		[words.socketsOpened, opened.socket],
		[words.eventStreamsOpened, opened.events],
		[words.pollsStarted, opened.poll],
		[words.resumedMissed, resumed.tail],
		[words.resumedAll, resumed.snapshot],
		[words.resumedNothing, resumed.nothing],
		[words.lost, failed],
		[words.fellBack, fellBack],
	];
	const facts = counts.map(([name, count]): [string, string] => [name, formatCount(count)]);
	if (firstFrame.count === 0) return facts;
	return [...facts, [words.firstData, formatDuration(Math.round(firstFrame.ms / firstFrame.count))]];
}
