/** The connection to the server. `since` and `at` are formatted times. */
export const connectionWords = {
	states: {
		connecting: { label: "Connecting", hint: "Loading your list from the server." },
		"catching-up": { label: "Catching up", hint: "Connected. Loading what has changed." },
		live: { label: "Live", hint: "Changes appear as they happen." },
		polling: {
			label: "Polling",
			hint: "Live updates are not available, so this page checks for changes regularly. Nothing is lost.",
		},
		offline: {
			label: "Offline",
			hint: "The server cannot be reached. Everything continues by itself when you're back.",
		},
	},
	offlineSince: (since: string) => `Offline since ${since}`,
	staleSince: (since: string) => `No updates since ${since}`,
	asOf: (at: string, hint: string) => `You see your files as of ${at}. ${hint}`,
	unreachable: "The server could not be reached.",
};
