import { type ReadonlySignal, useComputed } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { FileView } from "../models/file-group.ts";
import { useApp } from "./app-context.ts";
import { RetryIcon } from "./icons.tsx";
import { RowPicture } from "./row-picture.tsx";
import { rowSignals } from "./row-signals.ts";
import "./file-row.css";

interface FileRowProps {
	readonly n: number;
	/** Its place in the list, from 0. */
	readonly at: number;
	readonly count: number;
	/** Pixels from the list's top. */
	readonly top: number;
	readonly height: number;
	/** Whether it is the one row in the tab order. */
	readonly reachable: boolean;
	readonly settled: ReadonlySignal<boolean>;
}

/** One file: rendered once, and from then on its signals write straight into its texts and bars. */
export function FileRow({ n, at, count, top, height, reachable, settled }: FileRowProps) {
	const { session, selection, canResend } = useApp();
	const row = useMemo(() => {
		const retryable = ({ record, local }: FileView) =>
			local.problem === undefined ? record.state === "failed" : canResend(n);
		return rowSignals(session.watch(n), () => session.storedSoFar(n), retryable);
	}, [n, session, canResend]);
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
			<Retry n={n} can={row.canRetry} tabIndex={tabIndex} name={row.name} />
			<div class="row__bar" aria-hidden="true">
				<i class="row__sent" style={row.sent} />
				<i class="row__done" style={row.done} />
			</div>
		</li>
	);
}

interface RetryProps {
	readonly n: number;
	readonly can: ReadonlySignal<boolean>;
	readonly tabIndex: number;
	readonly name: ReadonlySignal<string>;
}

function Retry({ n, can, tabIndex, name }: RetryProps) {
	const { commands } = useApp();
	if (!can.value) return null;
	return (
		<button
			type="button"
			class="row__retry button button--quiet"
			tabIndex={tabIndex}
			aria-label={`Retry ${name.value}`}
			onClick={() => void commands.retry(n)}
		>
			<RetryIcon />
			Retry
		</button>
	);
}
