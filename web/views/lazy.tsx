import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import type { FunctionComponent } from "preact";

interface LateProps {
	/** Whether there is anything to show. What was loaded once stays. */
	readonly wanted: ReadonlySignal<boolean>;
	load(): Promise<FunctionComponent>;
}

/** A view that the page is painted without: loaded when it is wanted for the first time. */
export function Late({ wanted, load }: LateProps) {
	const view = useSignal<{ readonly View: FunctionComponent } | undefined>(undefined);
	useSignalEffect(() => {
		if (!wanted.value || view.peek() !== undefined) return;
		void load().then((View) => {
			view.value = { View };
		});
	});
	return view.value === undefined ? null : <view.value.View />;
}
