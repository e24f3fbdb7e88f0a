import { useApp } from "../app-context.ts";
import "./forget-button.css";

/** Forgets everything, after asking. */
export function ForgetButton() {
	const { forget, session, questions } = useApp();
	// Nothing to forget, nothing to offer.
	if (!session.hasFiles.value) return null;
	const ask = () =>
		questions.ask({
			title: "Forget everything?",
			text: "All files of this session, their pictures and everything that was found in them are deleted from the server. This cannot be undone.",
			yes: "Forget everything",
			no: "Keep",
			act: forget,
		});
	return (
		<button type="button" class="button button--quiet forget" aria-label="Forget everything" onClick={ask}>
			Forget <span class="forget__rest">everything</span>
		</button>
	);
}
