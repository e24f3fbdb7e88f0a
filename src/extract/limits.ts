/**
 * Every bound of the extraction, with its unit and its reason. A file is hostile until its structure was walked:
 * nothing here is a tuning knob, each number is what keeps one file from harming a session.
 */

/** Bytes that may leave storage for one file. A camera photo needs 64–192 KiB; the largest head measured was 1.6 MB. */
export const MAX_READ_BYTES = 4 * 1024 * 1024;

/** Blocks of 64 KiB that a reader keeps, so that one file never holds more than 4 MiB of an isolate's 128 MB. */
export const MAX_CACHED_BLOCKS = 64;

/** Milliseconds that one file may take; checked between reads, where an isolate can still stop by itself. */
export const MAX_EXTRACTION_MS = 20_000;

/** Bytes that the kind is decided from: `file-type` asks for 4,100, and text is judged by the same piece. */
export const SNIFF_BYTES = 4100;

/** Containers (JPEG segments, PNG chunks, boxes, RIFF chunks, GIF blocks) walked in one file; real photos have under 500. */
export const MAX_CONTAINERS = 20_000;

/** Image file directories of one TIFF; a multi-page scan has one a page, and pages after the first few add no facts. */
export const MAX_DIRECTORIES = 32;

/** Entries of one directory. TIFF allows 65,535; the largest real one measured had 150. */
export const MAX_DIRECTORY_ENTRIES = 1024;

/** Bytes of one TIFF value that is kept; longer ones (image data, maker notes) are described, not read. */
export const MAX_TIFF_VALUE_BYTES = 64 * 1024;

/** Bytes of all TIFF values of one file together: entries may all point at the same bytes, and each would be copied. */
export const MAX_TIFF_TOTAL_BYTES = 4 * 1024 * 1024;

/** Entries of all directories of one file together, for directories may overlap; the richest real file had 600. */
export const MAX_TIFF_ENTRIES = 8192;

/** Blocks of one sort (EXIF items of a HEIF file) that are read; a photo has one or two. */
export const MAX_BLOCKS = 8;

/** Bytes of one EXIF block. A JPEG segment cannot hold more than 64 KiB; PNG, WebP and HEIC could claim anything. */
export const MAX_EXIF_BYTES = 1024 * 1024;

/** Bytes of XMP that are read, packet and extension together. Larger packets are edit histories. */
export const MAX_XMP_BYTES = 256 * 1024;

/** Elements of one XMP packet, and how deep they may nest. */
export const MAX_XML_NODES = 20_000;
export const MAX_XML_DEPTH = 64;

/** Bytes of a colour profile. Display profiles are 0.5–4 KB, printer profiles with tables up to 2 MB. */
export const MAX_ICC_BYTES = 2 * 1024 * 1024;

/** Tags of a colour profile; real ones have 9–30. Texts of one tag in several languages; Apple's have 36. */
export const MAX_ICC_TAGS = 128;
export const MAX_ICC_LANGUAGES = 64;

/** Bytes of one text of a colour profile: texts may overlap, so that 2 MB could otherwise be told 8,000 times. */
export const MAX_ICC_TEXT_BYTES = 4096;

/** Bytes of Photoshop resources and of the IPTC record in them. */
export const MAX_IRB_BYTES = 1024 * 1024;

/** Resources in a Photoshop block, and data sets in an IPTC record. */
export const MAX_IRB_RESOURCES = 512;
export const MAX_IPTC_DATASETS = 2048;

/** Bytes that one packed chunk may grow to, and all of one file together. A bomb ends here, with a warning. */
export const MAX_INFLATED_BYTES = 2 * 1024 * 1024;
export const MAX_INFLATED_TOTAL_BYTES = 8 * 1024 * 1024;

/** How many bytes one packed byte can become at most: 1,032 for zlib (RFC 1951); what a failed attempt is charged. */
export const MAX_INFLATION = 1032;

/** Bytes of one text chunk of a PNG or comment of a GIF or JPEG. */
export const MAX_TEXT_CHUNK_BYTES = 256 * 1024;

/** Characters of one text value in the result. */
export const MAX_VALUE_CHARS = 16 * 1024;

/** Elements of one list, and levels of nesting, in the result. */
export const MAX_LIST_ITEMS = 256;
export const MAX_VALUE_DEPTH = 8;

/** Characters of one field's name. */
export const MAX_NAME_CHARS = 128;

/** Characters of all facts as JSON: a row of the session's storage holds 2 MB, a screen far less. */
export const MAX_FACTS_CHARS = 256 * 1024;

/** Warnings of one file; a broken file could otherwise repeat itself for ever. */
export const MAX_WARNINGS = 20;

/** Bytes that leave storage in one call for a document: a PDF is read whole, an Office file only where its text lies. */
export const MAX_DOCUMENT_READ_BYTES = 96 * 1024 * 1024;

/** Bytes of a PDF that is opened: its library holds all of them and as much again, of an isolate's 128 MB. */
export const MAX_PDF_BYTES = 32 * 1024 * 1024;

/** Bytes that readings which hold whole files hold together; one PDF of the longest kind, or several short ones. */
export const HELD_BYTES = 40 * 1024 * 1024;

/** Pages of a PDF that are read: more than the longest manuals, few enough that its page tree fits beside it. */
export const MAX_PDF_PAGES = 10_000;

/** Text pieces of one page; a drawing that writes every label apart has some thousands. */
export const MAX_PAGE_PIECES = 100_000;

/** Bytes that one packed stream of a PDF may grow to, pictures aside: the text of a page has under 1 MB. */
export const MAX_PDF_STREAM_BYTES = 48 * 1024 * 1024;

/** Files within a ZIP archive, and bytes of the directory that lists them. A book of 500 chapters has about 2,000. */
export const MAX_ZIP_ENTRIES = 20_000;
export const MAX_ZIP_DIRECTORY_BYTES = 4 * 1024 * 1024;

/** Bytes that all that is unpacked of one archive may have together: the text of a document of 50 MB stays below. */
export const MAX_UNPACKED_BYTES = 192 * 1024 * 1024;

/** How many bytes one packed byte may become on average in an archive: the most repetitive tables reach about 200. */
export const MAX_UNPACKED_RATIO = 400;

/** Unpacked bytes from which on the ratio is looked at; below it a long run of equal rows says nothing. */
export const RATIO_FREE_BYTES = 4 * 1024 * 1024;

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
