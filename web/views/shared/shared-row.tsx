import { type ReadonlySignal, signal, useComputed } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { NO_ORDERS } from "../../models/commands/file-orders.ts";
import type { Guest } from "../../models/session/guest.ts";
import { rowSignals } from "../list/row-signals.ts";
import { SharedPicture } from "./shared-picture.tsx";
import "../list/file-row.css";

interface SharedRowProps {
	readonly n: number;
	readonly guest: Guest;
	/** Its place in the list, from 0. */
	readonly at: number;
	readonly count: number;
	readonly height: number;
	readonly settled: ReadonlySignal<boolean>;
}

const NO_FOLDER = signal("");

/** One file: a row of the page without anything that changes it. */
export function SharedRow({ n, guest, at, count, height, settled }: SharedRowProps) {
	const { session, selection, details } = guest;
	const row = useMemo(
		() => rowSignals(session.watch(n), NO_FOLDER, () => NO_ORDERS, session.queue.places),
		[n, session],
	);
	useEffect(() => {
		details.look(n);
		return () => {
			details.leave(n);
			session.release(n);
		};
	}, [n, session, details]);
	const look = useComputed(() => `row row--${row.tone.value}`);
	return (
		<li
			class={look}
			data-n={n}
			aria-setsize={count}
			aria-posinset={at + 1}
			style={{ top: `${at * height}px`, height: `${height}px` }}
		>
			<SharedPicture n={n} guest={guest} pictures={row.pictures} settled={settled} name={row.name} />
			<button
				type="button"
				class="row__name"
				title={row.name}
				aria-describedby={`state-${n}`}
				onClick={() => selection.choose(n)}
			>
				{row.name}
			</button>
			<p class="row__note" title={row.note}>
				{row.note}
			</p>
			<p class="row__size">{row.size}</p>
			<p class="row__state" id={`state-${n}`}>
				<span class="row__label">{row.label}</span> <span class="row__percent">{row.percent}</span>
			</p>
			<div class="row__bar" aria-hidden="true">
				<i class="row__sent" style={row.sent} />
				<i class="row__done" style={row.done} />
			</div>
		</li>
	);
}
