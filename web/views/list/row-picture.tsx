import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from "@preact/signals";

interface RowPictureProps {
	/** Addresses, the best one first. */
	readonly sources: ReadonlySignal<readonly string[]>;
	/** Whether scrolling has come to rest: while the list flies past, nothing is fetched. */
	readonly settled: ReadonlySignal<boolean>;
	readonly name: ReadonlySignal<string>;
}

/** The file's small picture once there is one, else the ending of its name. */
export function RowPicture({ sources, settled, name }: RowPictureProps) {
	const wanted = useSignal(false);
	const broken = useSignal(0);
	useSignalEffect(() => {
		if (settled.value && sources.value.length > 0) wanted.value = true;
	});
	const ending = useComputed(() => /\.([a-z0-9]{1,4})$/i.exec(name.value)?.[1] ?? "");
	const source = wanted.value ? sources.value[broken.value] : undefined;
	return (
		<div class="row__picture" aria-hidden="true">
			{source === undefined ? (
				ending
			) : (
				<img
					src={source}
					alt=""
					width={44}
					height={44}
					decoding="async"
					onError={() => {
						broken.value++;
					}}
				/>
			)}
		</div>
	);
}
