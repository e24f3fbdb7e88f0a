import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import type { Guest } from "../../models/session/guest.ts";

interface SharedPictureProps {
	readonly n: number;
	readonly guest: Guest;
	/** Addresses at which its owner would find its picture: some when it has one. */
	readonly pictures: ReadonlySignal<readonly string[]>;
	/** Whether scrolling has come to rest: while the list flies past, nothing is fetched. */
	readonly settled: ReadonlySignal<boolean>;
	readonly name: ReadonlySignal<string>;
}

/** The file's small picture, which is fetched with the link's own right; else the ending of its name. */
export function SharedPicture({ n, guest, pictures, settled, name }: SharedPictureProps) {
	const source = useSignal<string | undefined>(undefined);
	const isAsked = useSignal(false);
	useSignalEffect(() => {
		if (isAsked.value || !settled.value || pictures.value.length === 0) return;
		isAsked.value = true;
		void guest.picture(n).then((address) => {
			source.value = address;
		});
	});
	const ending = useComputed(() => /\.([a-z0-9]{1,4})$/i.exec(name.value)?.[1] ?? "");
	return (
		<div class="row__picture" aria-hidden="true">
			{source.value === undefined ? (
				ending
			) : (
				<img src={source} alt="" width={44} height={44} decoding="async" />
			)}
		</div>
	);
}
