import type { FileKind } from "../../protocol/files/file-state.ts";

/** The format of a file, as its first bytes show. */
export interface Format {
	readonly kind: FileKind;
	/** Media type. */
	readonly mime: string;
	/** For people, such as `JPEG photo`. */
	readonly label: string;
}

/** Labels of common media types. Others get a label made from their type. */
const LABELS: ReadonlyMap<string, string> = new Map([
	["image/jpeg", "JPEG photo"],
	["image/png", "PNG image"],
	["image/apng", "Animated PNG image"],
	["image/gif", "GIF image"],
	["image/webp", "WebP image"],
	["image/heic", "HEIC photo"],
	["image/heif", "HEIF photo"],
	["image/heic-sequence", "HEIC photo sequence"],
	["image/heif-sequence", "HEIF photo sequence"],
	["image/avif", "AVIF image"],
	["image/jxl", "JPEG XL image"],
	["image/tiff", "TIFF image"],
	["image/bmp", "BMP image"],
	["image/jp2", "JPEG 2000 image"],
	["image/svg+xml", "SVG drawing"],
	["image/x-icon", "Icon"],
	["image/vnd.adobe.photoshop", "Photoshop document"],
	["image/x-adobe-dng", "DNG raw photo"],
	["image/x-canon-cr2", "Canon raw photo"],
	["image/x-canon-cr3", "Canon raw photo"],
	["image/x-nikon-nef", "Nikon raw photo"],
	["image/x-sony-arw", "Sony raw photo"],
	["image/x-fujifilm-raf", "Fujifilm raw photo"],
	["image/x-panasonic-rw2", "Panasonic raw photo"],
	["image/x-olympus-orf", "Olympus raw photo"],
	["video/mp4", "MP4 video"],
	["video/quicktime", "QuickTime video"],
	["video/matroska", "Matroska video"],
	["video/webm", "WebM video"],
	["video/vnd.avi", "AVI video"],
	["audio/mpeg", "MP3 audio"],
	["audio/wav", "WAV audio"],
	["audio/flac", "FLAC audio"],
	["audio/ogg", "Ogg audio"],
	["audio/x-m4a", "M4A audio"],
	["application/pdf", "PDF document"],
	["application/rtf", "RTF document"],
	["application/epub+zip", "EPUB book"],
	["application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word document"],
	["application/vnd.openxmlformats-officedocument.presentationml.presentation", "PowerPoint presentation"],
	["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel workbook"],
	["application/vnd.oasis.opendocument.text", "OpenDocument text"],
	["application/vnd.oasis.opendocument.spreadsheet", "OpenDocument spreadsheet"],
	["application/vnd.oasis.opendocument.presentation", "OpenDocument presentation"],
	["application/x-cfb", "Old Microsoft Office document"],
	["application/postscript", "PostScript document"],
	["application/xml", "XML document"],
	["application/json", "JSON document"],
	["text/html", "Web page"],
	["text/markdown", "Markdown text"],
	["text/csv", "CSV table"],
	["text/vtt", "WebVTT subtitles"],
	["application/x-subrip", "SubRip subtitles"],
	["text/plain", "Plain text"],
	["application/zip", "ZIP archive"],
	["application/gzip", "Gzip archive"],
	["application/octet-stream", "Unknown data"],
]);

/** Media types of documents outside `text/`. */
const DOCUMENTS: ReadonlySet<string> = new Set([
	"application/pdf",
	"application/rtf",
	"application/epub+zip",
	"application/x-mobipocket-ebook",
	"application/x-cfb",
	"application/postscript",
	"application/eps",
	"application/xml",
	"application/json",
	"application/x-subrip",
]);

/** Media types of videos outside `video/`. */
const VIDEOS: ReadonlySet<string> = new Set(["application/mp4", "application/mxf", "application/vnd.ms-asf"]);

/** The format of a media type: its kind, and a label for people. */
export function formatOf(mime: string): Format {
	return { kind: kindOf(mime), mime, label: LABELS.get(mime) ?? labelFrom(mime) };
}

function kindOf(mime: string): FileKind {
	const family = mime.slice(0, mime.indexOf("/"));
	if (family === "image" || family === "video" || family === "audio") return family;
	if (VIDEOS.has(mime)) return "video";
	if (family === "text" || DOCUMENTS.has(mime)) return "document";
	if (/^application\/vnd\.(openxmlformats-officedocument|oasis\.opendocument|ms-)/.test(mime))
		return "document";
	return "other";
}

function labelFrom(mime: string): string {
	const [family = "", name = ""] = mime.split("/");
	const words = name.replace(/^(x-|vnd\.)+/, "").replace(/[.+_-]+/g, " ");
	return family === "image" || family === "video" || family === "audio"
		? `${words} ${family}`
		: `${words} file`;
}
