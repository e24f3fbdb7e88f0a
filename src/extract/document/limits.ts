/**
 * Every bound of the reading of documents, with its unit and its reason. Those that hold for any file stand in `../limits.ts`.
 */

/** Bytes that leave storage in one call for a document: a PDF is read whole, an Office file only where its text lies. */
export const MAX_DOCUMENT_READ_BYTES = 96 * 1024 * 1024;

/** Bytes of a PDF that is opened: its library holds all of them and as much again, of an isolate's 128 MB. */
export const MAX_PDF_BYTES = 32 * 1024 * 1024;

/** Pages of a PDF that are read: more than the longest manuals, few enough that its page tree fits beside it. */
export const MAX_PDF_PAGES = 10_000;

/** Text pieces of one page; a drawing that writes every label apart has some thousands. */
export const MAX_PAGE_PIECES = 100_000;

/** Bytes that one packed stream of a PDF may grow to, pictures aside: the text of a page has under 1 MB. */
export const MAX_PDF_STREAM_BYTES = 48 * 1024 * 1024;

/** Bytes of one small XML file beside the text: relations, properties, a book's table of contents. */
export const MAX_SIDE_FILE_BYTES = 2 * 1024 * 1024;

/** Levels of nesting in the markup of a document's text. Real ones stay below 60. */
export const MAX_MARKUP_DEPTH = 512;

/** Characters of all shared texts of a workbook, which must be held while its sheets are read. */
export const MAX_SHARED_STRING_CHARS = 8 * 1024 * 1024;

/** Cells of one row that are read; a sheet may have 16,384 columns. */
export const MAX_ROW_CELLS = 16_384;

/** Bytes of JSON that is taken apart; a longer one is read as plain text. */
export const MAX_JSON_BYTES = 8 * 1024 * 1024;

/** Characters of one block (a paragraph, a row); a longer one goes on in the next block. */
export const MAX_BLOCK_CHARS = 32 * 1024;

/** Characters of one part of the text, after which the next begins: what is kept, and cut, in one step. */
export const PART_CHARS = 32 * 1024;

/** Characters of text of one document; about 6,000 pages. What lies behind is left out, and that is said. */
export const MAX_TEXT_CHARS = 16 * 1024 * 1024;

/** Chunks of one document: numbers of chunks have 16 bits. */
export const MAX_CHUNKS = 60_000;

/** Headings kept as outline, and addresses kept as links, of one document. */
export const MAX_OUTLINE_ENTRIES = 1_000;
export const MAX_LINKS = 500;

/** Characters of one heading or link as it is kept beside the text. */
export const MAX_LABEL_CHARS = 300;

/** Steps that one stage of one document reports at most; with more pages or chunks it reports every so many. */
export const MAX_STAGE_STEPS = 1_000;

/** Different words that are counted while keywords are sought; the rarest are dropped beyond it. */
export const MAX_COUNTED_WORDS = 4_000;

/** Different finds of one sort (addresses, dates, sums) that are kept. */
export const MAX_FINDS = 100;
