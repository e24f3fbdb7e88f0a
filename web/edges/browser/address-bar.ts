const FILE_HASH = /^#file-([1-9][0-9]{0,9})$/;

/** The open file in the address bar: a reload keeps it, and the back button of a phone closes it. */
export function createAddressBar(window: Window) {
	/** Whether the entry below the present one is ours too, so that going back stays on the page. */
	let pushed = false;
	const bare = () => window.location.pathname + window.location.search;
	return {
		read(): number | undefined {
			const found = FILE_HASH.exec(window.location.hash);
			return found?.[1] === undefined ? undefined : Number(found[1]);
		},
		push(n: number): void {
			const address = `${bare()}#file-${n}`;
			if (FILE_HASH.test(window.location.hash)) window.history.replaceState(null, "", address);
			else {
				window.history.pushState(null, "", address);
				pushed = true;
			}
		},
		back(): void {
			if (!FILE_HASH.test(window.location.hash)) return;
			if (pushed) window.history.back();
			else window.history.replaceState(null, "", bare());
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
