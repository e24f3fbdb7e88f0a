import { type ReadonlySignal, signal } from "@preact/signals";

/** A question before something is destroyed. */
export interface Question {
	readonly title: string;
	readonly text: string;
	/** What the two buttons say. */
	readonly yes: string;
	readonly no: string;
	readonly act: () => void;
}

/** The one question that is open; only what destroys is ever asked about. */
export class Questions {
	readonly open: ReadonlySignal<Question | undefined>;
	#open = signal<Question | undefined>(undefined);

	constructor() {
		this.open = this.#open;
	}

	ask(question: Question): void {
		this.#open.value = question;
	}

	/** Ends the question, and does what it was about when the answer is yes. */
	answer(yes: boolean): void {
		const question = this.#open.peek();
		this.#open.value = undefined;
		if (yes) question?.act();
	}
}
