import { useEffect } from "preact/hooks";
import { useApp } from "../app-context.ts";
import { SearchIcon } from "../icons.tsx";
import { isTyping } from "../is-typing.ts";

/** Opens the search, by its key too. What it opens is loaded then. */
export function SearchButton() {
	const { openSearch, session, questions } = useApp();
	useEffect(() => {
		const onKeyDown = (event: KeyboardEvent) => {
			const { key, altKey, ctrlKey, metaKey, target } = event;
			const isAsked = ctrlKey || metaKey ? key.toLowerCase() === "k" : key === "/";
			if (!isAsked || altKey || isTyping(target)) return;
			if (!session.hasFiles.peek() || questions.open.peek() !== undefined) return;
			event.preventDefault();
			openSearch();
		};
		window.addEventListener("keydown", onKeyDown);
		return () => window.removeEventListener("keydown", onKeyDown);
	}, [session, questions, openSearch]);
	if (!session.hasFiles.value) return null;
	return (
		<button
			type="button"
			class="button button--icon"
			aria-label="Search"
			aria-keyshortcuts="/ Control+K Meta+K"
			title="Search ( / )"
			onClick={() => openSearch()}
		>
			<SearchIcon />
		</button>
	);
}
