import { expect, it } from "vitest";
import { Confirmations } from "../../../../web/models/commands/confirmations.ts";

it("runs the action only when confirmed, and only once", () => {
	const confirmations = new Confirmations();
	let done = 0;
	const confirmation = {
		title: "Sure?",
		text: "It is gone then.",
		confirmLabel: "Yes",
		cancelLabel: "No",
		onConfirm: () => void done++,
	};
	confirmations.ask(confirmation);
	confirmations.answer(false);
	expect({ done, open: confirmations.open.value }).toEqual({ done: 0, open: undefined });
	confirmations.ask(confirmation);
	confirmations.answer(true);
	confirmations.answer(true);
	expect(done).toBe(1);
});
