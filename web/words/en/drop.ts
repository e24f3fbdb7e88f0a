/** Notices about what was dropped, pasted or picked. */
export const dropWords = {
	empty: "There were no files in what you added.",
	unreadable: "Your browser could not read what you added. Try the buttons instead.",
};
