import { openDocx } from "./office/docx.ts";
import { openOdf } from "./office/odf.ts";
import { openOldOffice, openUnread } from "./office/old-office.ts";
import { openPptx } from "./office/pptx.ts";
import { openXlsx } from "./office/xlsx.ts";
import type { OpenFormat } from "./open-document.ts";
import { openPdf } from "./pdf/pdf.ts";
import { openCsv } from "./plain/csv.ts";
import { openJson } from "./plain/json.ts";
import { openPlainText } from "./plain/plain-text.ts";
import { openEpub } from "./web/epub.ts";
import { openHtml } from "./web/html.ts";
import { openMarkdown } from "./web/markdown.ts";

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
