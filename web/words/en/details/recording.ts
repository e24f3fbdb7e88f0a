/** A video or a sound recording: player, transcript and mind map. */
export const recordingWords = {
	cannotPlay: (format: string) => `This browser cannot play ${format}.`,
	download: "Download the file",
	/** After the link that says `download`. */
	toPlayElsewhere: "to play it elsewhere.",
	captions: "Captions",
	transcript: "Transcript",
	mindMap: "Mind map",
	zoomOut: "Zoom out",
	zoomIn: "Zoom in",
	downloadAs: "Download as",
};
