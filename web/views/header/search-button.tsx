import { useEffect } from "preact/hooks";
import { headerWords } from "../../words/en/header.ts";
import { useApp } from "../app-context.ts";
import { SearchIcon } from "../icons.tsx";
import { isTyping } from "../is-typing.ts";

/** Opens the search, also by `/` or Ctrl+K. */
export function SearchButton() {
	const { openSearch, session, confirmations } = useApp();
	useEffect(() => {
		const onKeyDown = (event: KeyboardEvent) => {
			const { key, altKey, ctrlKey, metaKey, target } = event;
			const isShortcut = ctrlKey || metaKey ? key.toLowerCase() === "k" : key === "/";
			if (!isShortcut || altKey || isTyping(target)) return;
			if (!session.hasFiles.peek() || confirmations.open.peek() !== undefined) return;
			event.preventDefault();
			openSearch();
		};
		window.addEventListener("keydown", onKeyDown);
		return () => window.removeEventListener("keydown", onKeyDown);
	}, [session, confirmations, openSearch]);
	if (!session.hasFiles.value) return null;
	return (
		<button
			type="button"
			class="button button--icon"
			aria-label={headerWords.search}
			aria-keyshortcuts="/ Control+K Meta+K"
			title={headerWords.searchHint}
			onClick={() => openSearch()}
		>
			<SearchIcon />
		</button>
	);
}
