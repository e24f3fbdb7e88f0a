import { useRef } from "preact/hooks";
import { useApp } from "./app-context.ts";
import "./forget-button.css";

/** Forgets everything, after asking. */
export function ForgetButton() {
	const { forget, session } = useApp();
	const dialog = useRef<HTMLDialogElement>(null);
	// Nothing to forget, nothing to offer.
	if (!session.hasFiles.value) return null;
	return (
		<>
			<button
				type="button"
				class="button button--quiet forget"
				aria-label="Forget everything"
				onClick={() => dialog.current?.showModal()}
			>
				Forget <span class="forget__rest">everything</span>
			</button>
			<dialog ref={dialog} class="ask" aria-labelledby="ask-title" aria-describedby="ask-text">
				<h2 id="ask-title" class="ask__title">
					Forget everything?
				</h2>
				<p id="ask-text" class="ask__text">
					All files of this session, their pictures and everything that was found in them are deleted from the
					server. This cannot be undone.
				</p>
				<div class="ask__buttons">
					<button type="button" class="button" onClick={() => dialog.current?.close()}>
						Keep
					</button>
					<button
						type="button"
						class="button button--danger"
						onClick={() => {
							dialog.current?.close();
							forget();
						}}
					>
						Forget everything
					</button>
				</div>
			</dialog>
		</>
	);
}
