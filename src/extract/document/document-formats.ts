import { openCsv } from "./csv.ts";
import { openDocx } from "./docx.ts";
import { openEpub } from "./epub.ts";
import { openHtml } from "./html.ts";
import { openJson } from "./json.ts";
import { openMarkdown } from "./markdown.ts";
import { openOdf } from "./odf.ts";
import { openOldOffice, openUnread } from "./old-office.ts";
import type { OpenFormat } from "./open-document.ts";
import { openPdf } from "./pdf.ts";
import { openPlainText } from "./plain-text.ts";
import { openPptx } from "./pptx.ts";
import { openXlsx } from "./xlsx.ts";

const OFFICE = "application/vnd.openxmlformats-officedocument";
const OPEN_DOCUMENT = "application/vnd.oasis.opendocument";

/** What opens which format. */
const OPENERS: ReadonlyMap<string, OpenFormat> = new Map([
	["application/pdf", openPdf],
	[`${OFFICE}.wordprocessingml.document`, openDocx],
	[`${OFFICE}.presentationml.presentation`, openPptx],
	[`${OFFICE}.spreadsheetml.sheet`, openXlsx],
	[`${OPEN_DOCUMENT}.text`, openOdf],
	[`${OPEN_DOCUMENT}.spreadsheet`, openOdf],
	[`${OPEN_DOCUMENT}.presentation`, openOdf],
	["application/epub+zip", openEpub],
	["text/html", openHtml],
	["application/xml", openHtml],
	["text/markdown", openMarkdown],
	["text/csv", openCsv],
	["application/json", openJson],
	["application/x-cfb", openOldOffice],
	["application/x-subrip", openPlainText],
]);

/** What opens a document of this media type: any other text as plain text, and anything else not at all. */
export function openerOf(mime: string): OpenFormat {
	return OPENERS.get(mime) ?? (mime.startsWith("text/") ? openPlainText : openUnread);
}
