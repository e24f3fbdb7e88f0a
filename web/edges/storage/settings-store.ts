const KEY = "darkroom-settings";

/** Keeps a text in this browser, where it lets us: a private window may not. */
export function createSettingsStore(page: Window): {
	read(): string | null;
	write(text: string): void;
	onChange(listener: () => void): void;
} {
	return {
		read() {
			try {
				return page.localStorage.getItem(KEY);
			} catch {
				return null;
			}
		},
		write(text) {
			try {
				page.localStorage.setItem(KEY, text);
			} catch {
				// It still holds until the page is closed.
			}
		},
		onChange(listener) {
			page.addEventListener("storage", ({ key }) => {
				if (key === KEY) listener();
			});
		},
	};
}
