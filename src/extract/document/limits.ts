/**
 * Every bound of documents, with its unit and its reason. Those of all files are in `../limits.ts`.
 */

/** Bytes that one call may read of a document. A PDF is read as a whole, an Office file only where its text is. */
export const MAX_DOCUMENT_READ_BYTES = 96 * 1024 * 1024;

/** Bytes of a PDF. The library holds all of them and as much again, of an isolate's 128 MB. */
export const MAX_PDF_BYTES = 32 * 1024 * 1024;

/** Pages of a PDF. More than the longest manuals have; few enough that the page tree fits into memory with the file. */
export const MAX_PDF_PAGES = 10_000;

/** Text items of one page. A drawing with a separate item for every label has some thousands. */
export const MAX_PAGE_TEXT_ITEMS = 100_000;

/** Bytes that one compressed stream of a PDF, other than an image, may expand to. The text of a page has under 1 MB. */
export const MAX_PDF_STREAM_BYTES = 48 * 1024 * 1024;

/** Bytes of an XML file that is read as a tree: relations, properties, a book's table of contents. */
export const MAX_XML_FILE_BYTES = 2 * 1024 * 1024;

/** Characters of all shared strings of a workbook, which are held while its sheets are read. */
export const MAX_SHARED_STRING_CHARS = 8 * 1024 * 1024;

/** Cells of one row. A sheet may have 16,384 columns. */
export const MAX_ROW_CELLS = 16_384;

/** Bytes of JSON that is parsed. Longer JSON is read as plain text. */
export const MAX_JSON_BYTES = 8 * 1024 * 1024;

/** Characters of one block (a paragraph, a row). A longer one continues in the next block. */
export const MAX_BLOCK_CHARS = 32 * 1024;

/** Characters after which the next part of the text begins. A part is saved, and chunked, as a whole. */
export const PART_CHARS = 32 * 1024;

/** Characters of text of one document, about 6,000 pages. The rest is left out, with a notice. */
export const MAX_TEXT_CHARS = 16 * 1024 * 1024;

/** Chunks of one document. Chunk numbers have 16 bits. */
export const MAX_CHUNKS = 60_000;

/** Headings in the outline, and links, of one document. */
export const MAX_OUTLINE_ENTRIES = 1_000;
export const MAX_LINKS = 500;

/** Characters of one heading or link in the facts. */
export const MAX_LABEL_CHARS = 300;

/** Progress reports of one stage of one document. With more pages or chunks, only every n-th is reported. */
export const MAX_STAGE_STEPS = 1_000;

/** Distinct words that are counted to find keywords. Beyond it the rarest are dropped. */
export const MAX_COUNTED_WORDS = 4_000;

/** Distinct findings of one kind (addresses, dates, amounts). */
export const MAX_FINDS = 100;
