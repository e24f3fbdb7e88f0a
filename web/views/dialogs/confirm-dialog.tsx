import { useEffect, useRef } from "preact/hooks";
import { useApp } from "../app-context.ts";
import "./confirm-dialog.css";

/** Asks before something is deleted. Escape means no. */
export function ConfirmDialog() {
	const { confirmations } = useApp();
	const dialog = useRef<HTMLDialogElement>(null);
	const confirmation = confirmations.open.value;
	useEffect(() => {
		if (confirmation !== undefined) dialog.current?.showModal();
		else dialog.current?.close();
	}, [confirmation]);
	return (
		<dialog
			ref={dialog}
			class="ask"
			aria-labelledby="ask-title"
			aria-describedby="ask-text"
			onClose={() => confirmations.answer(false)}
		>
			{confirmation && (
				<>
					<h2 id="ask-title" class="ask__title">
						{confirmation.title}
					</h2>
					<p id="ask-text" class="ask__text">
						{confirmation.text}
					</p>
					<div class="ask__buttons">
						<button type="button" class="button" onClick={() => confirmations.answer(false)}>
							{confirmation.cancelLabel}
						</button>
						<button type="button" class="button button--danger" onClick={() => confirmations.answer(true)}>
							{confirmation.confirmLabel}
						</button>
					</div>
				</>
			)}
		</dialog>
	);
}
