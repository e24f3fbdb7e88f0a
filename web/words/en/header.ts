import { formatBytesDone, formatCount, formatFiles } from "./format.ts";

/** The top of the page: connection to search and settings, the progress of everything, and the filters. */
export const headerWords = {
	loading: "Loading your files…",
	search: "Search",
	searchHint: "Search (/)",
	settings: "Settings",
	settingsLimited: "Settings (upload speed is limited)",
	/** Read out before the state of the connection. */
	connection: "Connection:",
	serverBusy: { label: "Server busy", hint: "Your files stay in line. Uploading continues by itself." },
	/** The button to delete everything. `rest` is hidden on a phone. */
	deleteAll: { name: "Delete all files", short: "Delete", rest: "all files" },
	finishedOf: (finished: number, all: number) => `${formatCount(finished)} of ${formatFiles(all)} finished`,
	allDone: (all: number) => (all === 1 ? "1 file done" : `All ${formatFiles(all)} done`),
	toUpload: (count: number) => `${formatCount(count)} to upload`,
	waiting: (count: number) => `${formatCount(count)} waiting`,
	beingRead: (count: number) => `${formatCount(count)} being read`,
	uploadedOf: (stored: number, bytes: number) => `${formatBytesDone(stored, bytes)} uploaded`,
	actions: { pause: "Pause all", resume: "Resume all", retry: "Retry failed", cancel: "Cancel all" },
	show: "Show",
	filters: {
		all: "All",
		working: "Working",
		paused: "Paused",
		wanted: "Missing",
		failed: "Failed",
		cancelled: "Cancelled",
		done: "Done",
	},
};
