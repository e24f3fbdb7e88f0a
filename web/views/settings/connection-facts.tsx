import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ConnectionStatistics } from "../../../src/protocol/stream/statistics.ts";
import { wordsFor } from "../../models/session/connection.ts";
import { useApp } from "../app-context.ts";
import { formatCount, formatDuration } from "../format.ts";
import "./connection-facts.css";

/** How the page hears from the server now, and how the streams of this session were opened so far. */
export function ConnectionFacts() {
	const { connection, readStatistics } = useApp();
	const told = useSignal<ConnectionStatistics | null | undefined>(undefined);
	useEffect(() => {
		void readStatistics().then((answer) => {
			told.value = answer ?? null;
		});
	}, [readStatistics, told]);
	const hint = useComputed(() => wordsFor(connection.state.value).hint);
	const statistics = told.value;
	return (
		<>
			<p class="connection__now">{hint}</p>
			{statistics === null && <p class="connection__now">The server does not tell at the moment.</p>}
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
	const facts: [string, number][] = [
		["Sockets opened", opened.socket],
		["Event streams opened", opened.events],
		["Polls begun", opened.poll],
		["Caught up by what was missed", resumed.tail],
		["Caught up by everything at once", resumed.snapshot],
		["Came back having missed nothing", resumed.nothing],
		["Lines that broke", failed],
		["Times it fell back to polling", fellBack],
	];
	const told = facts.map(([name, value]): [string, string] => [name, formatCount(value)]);
	if (firstFrame.count === 0) return told;
	return [
		...told,
		["First word after, on average", formatDuration(Math.round(firstFrame.ms / firstFrame.count))],
	];
}
