import { expect, it } from "vitest";
import { Questions } from "../../../../web/models/commands/confirmations.ts";

it("does what it asked about only after a yes, and only once", () => {
	const questions = new Questions();
	let done = 0;
	const question = { title: "Sure?", text: "It is gone then.", yes: "Yes", no: "No", act: () => void done++ };
	questions.ask(question);
	questions.answer(false);
	expect({ done, open: questions.open.value }).toEqual({ done: 0, open: undefined });
	questions.ask(question);
	questions.answer(true);
	questions.answer(true);
	expect(done).toBe(1);
});
