import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import type { FunctionComponent } from "preact";

interface LazyProps {
	/** Whether there is anything to show. Once loaded, the view stays mounted. */
	readonly when: ReadonlySignal<boolean>;
	load(): Promise<FunctionComponent>;
}

/** A view that the first paint does without: loaded the first time it is needed. */
export function Lazy({ when, load }: LazyProps) {
	const view = useSignal<{ readonly View: FunctionComponent } | undefined>(undefined);
	useSignalEffect(() => {
		if (!when.value || view.peek() !== undefined) return;
		void load().then((View) => {
			view.value = { View };
		});
	});
	return view.value === undefined ? null : <view.value.View />;
}
