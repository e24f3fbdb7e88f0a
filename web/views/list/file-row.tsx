import { type ReadonlySignal, useComputed } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { ordersOf } from "../../models/commands/file-orders.ts";
import { useApp } from "../app-context.ts";
import { RowActions } from "./row-actions.tsx";
import { RowPicture } from "./row-picture.tsx";
import { rowSignals } from "./row-signals.ts";
import "./file-row.css";

interface FileRowProps {
	readonly n: number;
	/** Its place in its batch, from 0. */
	readonly at: number;
	readonly count: number;
	/** Pixels from the top of its batch's rows. */
	readonly top: number;
	readonly height: number;
	/** The batch's name, often the folder that all its files lie in: nobody has to read that in every row. */
	readonly folder: ReadonlySignal<string>;
	/** Whether it is the one row in the tab order. */
	readonly reachable: boolean;
	readonly settled: ReadonlySignal<boolean>;
}

/** One file: rendered once, and from then on its signals write straight into its texts and bars. */
export function FileRow({ n, at, count, top, height, folder, reachable, settled }: FileRowProps) {
	const { session, selection, sending } = useApp();
	const row = useMemo(
		() =>
			rowSignals(
				session.watch(n),
				folder,
				(view) => ordersOf(view, sending.canResend(n)),
				session.queue.places,
			),
		[n, session, folder, sending],
	);
	useEffect(() => () => session.release(n), [n, session]);
	const look = useComputed(() => `row row--${row.tone.value}`);
	const tabIndex = reachable ? 0 : -1;
	return (
		<li
			class={look}
			data-n={n}
			aria-setsize={count}
			aria-posinset={at + 1}
			style={{ top: `${top}px`, height: `${height}px` }}
		>
			<RowPicture sources={row.pictures} settled={settled} name={row.name} />
			<button
				type="button"
				class="row__name"
				data-open
				tabIndex={tabIndex}
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
			<RowActions n={n} row={row} tabIndex={tabIndex} name={row.name} />
			<div class="row__bar" aria-hidden="true">
				<i class="row__sent" style={row.sent} />
				<i class="row__done" style={row.done} />
			</div>
		</li>
	);
}
