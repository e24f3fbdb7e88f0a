const KEY = "darkroom-settings";

/** Keeps the settings as text in local storage, which a private window may refuse. */
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
				// The setting applies until the page is closed.
			}
		},
		onChange(listener) {
			page.addEventListener("storage", ({ key }) => {
				if (key === KEY) listener();
			});
		},
	};
}
