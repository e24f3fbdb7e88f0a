import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from "@preact/signals";

interface RowPictureProps {
	readonly n: number;
	/** Candidates, the best one first. */
	readonly urls: ReadonlySignal<readonly string[]>;
	/** Loads the picture where its URL alone is not enough. */
	readonly fetchPicture: ((n: number) => Promise<string | undefined>) | undefined;
	/** Nothing is fetched while the list is scrolled. */
	readonly isSettled: ReadonlySignal<boolean>;
	readonly name: ReadonlySignal<string>;
}

/** The file's thumbnail, or its file name extension while there is none. */
export function RowPicture({ n, urls, fetchPicture, isSettled, name }: RowPictureProps) {
	const isNeeded = useSignal(false);
	const failed = useSignal(0);
	const fetched = useSignal<string | undefined>(undefined);
	useSignalEffect(() => {
		if (isNeeded.value || !isSettled.value || urls.value.length === 0) return;
		isNeeded.value = true;
		void fetchPicture?.(n).then((url) => {
			fetched.value = url;
		});
	});
	const extension = useComputed(() => /\.([a-z0-9]{1,4})$/i.exec(name.value)?.[1] ?? "");
	const candidates = fetchPicture === undefined ? urls.value : [fetched.value];
	const source = isNeeded.value ? candidates[failed.value] : undefined;
	return (
		<div class="row__picture" aria-hidden="true">
			{source === undefined ? (
				extension
			) : (
				<img
					src={source}
					alt=""
					width={44}
					height={44}
					decoding="async"
					onError={() => {
						failed.value++;
					}}
				/>
			)}
		</div>
	);
}
