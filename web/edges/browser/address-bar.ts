const FILE_FRAGMENT = /^#file-([1-9][0-9]{0,9})$/;

/** Keeps the open file in the URL fragment, so that a reload keeps it open and a phone's back button closes it. */
export function createAddressBar(window: Window) {
	/** Whether we pushed the current history entry, so that going back stays on the page. */
	let pushed = false;
	const baseUrl = () => window.location.pathname + window.location.search;
	return {
		read(): number | undefined {
			const match = FILE_FRAGMENT.exec(window.location.hash);
			return match?.[1] === undefined ? undefined : Number(match[1]);
		},
		push(n: number): void {
			const url = `${baseUrl()}#file-${n}`;
			if (FILE_FRAGMENT.test(window.location.hash)) window.history.replaceState(null, "", url);
			else {
				window.history.pushState(null, "", url);
				pushed = true;
			}
		},
		back(): void {
			if (!FILE_FRAGMENT.test(window.location.hash)) return;
			if (pushed) window.history.back();
			else window.history.replaceState(null, "", baseUrl());
			pushed = false;
		},
		onChange(listener: () => void): void {
			window.addEventListener("popstate", () => {
				pushed = false;
				listener();
			});
		},
	};
}
