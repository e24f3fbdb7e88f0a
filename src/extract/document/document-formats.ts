import { openDocx } from "./office/docx.ts";
import { refuseLegacyOffice, refuseUnsupported } from "./office/legacy-office.ts";
import { openOdf } from "./office/odf.ts";
import { openPptx } from "./office/pptx.ts";
import { openXlsx } from "./office/xlsx.ts";
import type { DocumentOpener } from "./open-document.ts";
import { openPdf } from "./pdf/pdf.ts";
import { openCsv } from "./plain/csv.ts";
import { openJson } from "./plain/json.ts";
import { openPlainText } from "./plain/plain-text.ts";
import { openEpub } from "./web/epub.ts";
import { openHtml } from "./web/html.ts";
import { openMarkdown } from "./web/markdown.ts";

const OFFICE = "application/vnd.openxmlformats-officedocument";
const OPEN_DOCUMENT = "application/vnd.oasis.opendocument";

/** Openers by media type. */
const OPENERS: ReadonlyMap<string, DocumentOpener> = new Map([
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
	["application/x-cfb", refuseLegacyOffice],
	["application/x-subrip", openPlainText],
]);

/** The opener of a media type. Other text is opened as plain text, anything else is refused. */
export function openerFor(mime: string): DocumentOpener {
	return OPENERS.get(mime) ?? (mime.startsWith("text/") ? openPlainText : refuseUnsupported);
}
