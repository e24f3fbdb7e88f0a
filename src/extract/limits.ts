/**
 * Every bound of the extraction, with its unit and its reason. A file is hostile until its structure was walked:
 * nothing here is a tuning knob, each number is what keeps one file from harming a session.
 */

/** Bytes that may leave storage for one file. A camera photo needs 64–192 KiB; the largest head measured was 1.6 MB. */
export const MAX_READ_BYTES = 4 * 1024 * 1024;

/**
 * Bytes that may leave storage in one call that listens to a recording: the sound of a film is read with the pictures between,
 * 24 MiB of them for one piece, after tables of 4 MB.
 */
export const MAX_LISTEN_READ_BYTES = 40 * 1024 * 1024;

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

/** Bytes that the tag library may ask for at once: a tag with its cover. The largest covers of music shops are 1–2 MB. */
export const MAX_TAG_READ_BYTES = 3 * 1024 * 1024;

/** Bytes at the start of an Ogg file in which its tags stand; behind them its pages would be read one by one to the end. */
export const MAX_OGG_HEAD_BYTES = 1024 * 1024;

/** Bytes at the end of an Ogg file in which its last page begins: a page has at most 65,307 (RFC 3533, section 6). */
export const MAX_OGG_PAGE_BYTES = 65_307;

/** Tracks of one file that are told of; a film with every language has about 60. */
export const MAX_TRACKS = 64;

/** Characters of a title (of a recording, a chapter, a track): longer ones are no titles, and a tag may hold megabytes. */
export const MAX_TITLE_CHARS = 300;

/** Chapters of one file; a long audio book has a few hundred. */
export const MAX_CHAPTERS = 500;

/** Bytes of one small box (movie header, sample description, text of a tag) that is read whole. */
export const MAX_SMALL_BOX_BYTES = 64 * 1024;

/** Captions of one track; a film has about 1,500, a day of speech 20,000. */
export const MAX_CUES = 20_000;

/** Bytes of a caption file beside a recording: thirty hours of speech are about three million characters. */
export const MAX_CAPTION_FILE_BYTES = 8 * 1024 * 1024;

/** Bytes of one caption as it stands in a film, and of one table that says where they stand. */
export const MAX_CUE_BYTES = 16 * 1024;
export const MAX_CUE_TABLE_BYTES = 1024 * 1024;

/** Bytes that readings which hold whole files hold together; one PDF of the longest kind, or several short ones. */
export const HELD_BYTES = 40 * 1024 * 1024;

/** Files within a ZIP archive, and bytes of the directory that lists them. A book of 500 chapters has about 2,000. */
export const MAX_ZIP_ENTRIES = 20_000;
export const MAX_ZIP_DIRECTORY_BYTES = 4 * 1024 * 1024;

/** Bytes that all that is unpacked of one archive may have together: the text of a document of 50 MB stays below. */
export const MAX_UNPACKED_BYTES = 192 * 1024 * 1024;

/** How many bytes one packed byte may become on average in an archive: the most repetitive tables reach about 200. */
export const MAX_UNPACKED_RATIO = 400;

/** Unpacked bytes from which on the ratio is looked at; below it a long run of equal rows says nothing. */
export const RATIO_FREE_BYTES = 4 * 1024 * 1024;
