import { type ReadonlySignal, signal } from "@preact/signals";

/** A question asked before something destructive. */
export interface Confirmation {
	readonly title: string;
	readonly text: string;
	readonly confirmLabel: string;
	readonly cancelLabel: string;
	readonly onConfirm: () => void;
}

/** The question that is open, if any. Only destructive actions are confirmed. */
export class Confirmations {
	readonly open: ReadonlySignal<Confirmation | undefined>;
	#open = signal<Confirmation | undefined>(undefined);

	constructor() {
		this.open = this.#open;
	}

	ask(confirmation: Confirmation): void {
		this.#open.value = confirmation;
	}

	/** Closes the question, and runs its action if it was confirmed. */
	answer(yes: boolean): void {
		const confirmation = this.#open.peek();
		this.#open.value = undefined;
		if (yes) confirmation?.onConfirm();
	}
}
