import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { RowPicture } from "./row-picture.tsx";
import type { RowSignals } from "./row-signals.ts";
import "./file-row.css";

/** A row's position in its list. */
export interface FileRowPlace {
	/** Its index, from 0. */
	readonly at: number;
	readonly count: number;
	/** Pixels from the top of its list. */
	readonly top: number;
	readonly height: number;
	/** Whether scrolling has come to rest. */
	readonly isSettled: ReadonlySignal<boolean>;
}

interface FileRowProps extends FileRowPlace {
	readonly n: number;
	readonly row: RowSignals;
	readonly tabIndex?: number;
	/** Loads the picture where its URL alone is not enough: a guest's requests need the link's token. */
	readonly fetchPicture?: (n: number) => Promise<string | undefined>;
	readonly onOpen: () => void;
	/** Buttons for the file. */
	readonly children?: ComponentChildren;
}

/** One file, for the owner and for guests. Rendered once: from then on its signals write straight into the DOM. */
export function FileRow({ n, row, tabIndex, fetchPicture, onOpen, children, ...place }: FileRowProps) {
	const { at, count, top, height, isSettled } = place;
	const className = useComputed(() => `row row--${row.tone.value}`);
	return (
		<li
			class={className}
			data-n={n}
			aria-setsize={count}
			aria-posinset={at + 1}
			style={{ top: `${top}px`, height: `${height}px` }}
		>
			<RowPicture
				n={n}
				urls={row.pictureUrls}
				fetchPicture={fetchPicture}
				isSettled={isSettled}
				name={row.name}
			/>
			<button
				type="button"
				class="row__name"
				data-open
				tabIndex={tabIndex}
				title={row.name}
				aria-describedby={`state-${n}`}
				onClick={onOpen}
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
			{children}
			<div class="row__bar" aria-hidden="true">
				<i class="row__sent" style={row.sent} />
				<i class="row__done" style={row.done} />
			</div>
		</li>
	);
}
