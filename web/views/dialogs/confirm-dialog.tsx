import { useEffect, useRef } from "preact/hooks";
import { useApp } from "../app-context.ts";
import "./confirm-dialog.css";

/** Asks before something is destroyed. Escape, or a click beside it, means no. */
export function AskDialog() {
	const { questions } = useApp();
	const dialog = useRef<HTMLDialogElement>(null);
	const question = questions.open.value;
	useEffect(() => {
		if (question !== undefined) dialog.current?.showModal();
		else dialog.current?.close();
	}, [question]);
	return (
		<dialog
			ref={dialog}
			class="ask"
			aria-labelledby="ask-title"
			aria-describedby="ask-text"
			onClose={() => questions.answer(false)}
		>
			{question && (
				<>
					<h2 id="ask-title" class="ask__title">
						{question.title}
					</h2>
					<p id="ask-text" class="ask__text">
						{question.text}
					</p>
					<div class="ask__buttons">
						<button type="button" class="button" onClick={() => questions.answer(false)}>
							{question.no}
						</button>
						<button type="button" class="button button--danger" onClick={() => questions.answer(true)}>
							{question.yes}
						</button>
					</div>
				</>
			)}
		</dialog>
	);
}
