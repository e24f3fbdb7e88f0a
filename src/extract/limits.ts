/**
 * Every bound of extraction, with its unit and its reason. A file is hostile until its structure has been walked, so none of
 * these is a tuning knob: each keeps one file from harming a session. Those of documents only are in `document/limits.ts`.
 */

/** Bytes that one file may cost storage. A camera photo needs 64–192 KiB; the longest metadata measured was 1.6 MB. */
export const MAX_READ_BYTES = 4 * 1024 * 1024;

/**
 * Bytes that one call may read to transcribe a recording. The audio of a film is interleaved with its pictures: one piece takes
 * 24 MiB, after tables of 4 MB.
 */
export const MAX_SPEECH_READ_BYTES = 40 * 1024 * 1024;

/** Blocks of 64 KiB that a reader caches: at most 4 MiB a file, of an isolate's 128 MB. */
export const MAX_CACHED_BLOCKS = 64;

/** Milliseconds for one file. Checked between reads, where an isolate can still stop by itself. */
export const MAX_EXTRACTION_MS = 20_000;

/** Bytes that decide the kind: `file-type` asks for 4,100, and text is detected in the same piece. */
export const SNIFF_BYTES = 4100;

/** Containers (JPEG segments, PNG chunks, boxes, RIFF chunks, GIF blocks) walked in one file. Real photos have under 500. */
export const MAX_CONTAINERS = 20_000;

/** Image file directories of one TIFF. A multi-page scan has one a page, and pages after the first few add no facts. */
export const MAX_DIRECTORIES = 32;

/** Entries of one directory. TIFF allows 65,535; the largest real one measured had 150. */
export const MAX_DIRECTORY_ENTRIES = 1024;

/** Bytes of one TIFF value. Longer ones (image data, maker notes) are described instead of read. */
export const MAX_TIFF_VALUE_BYTES = 64 * 1024;

/** Bytes of all TIFF values of one file: entries may all point at the same bytes, and each would be copied. */
export const MAX_TIFF_TOTAL_BYTES = 4 * 1024 * 1024;

/** Entries of all directories of one file, because directories may overlap. The richest real file had 600. */
export const MAX_TIFF_ENTRIES = 8192;

/** EXIF items of a HEIF file that are read. A photo has one or two. */
export const MAX_EXIF_BLOCKS = 8;

/** Bytes of one EXIF block. A JPEG segment holds at most 64 KiB; PNG, WebP and HEIC could claim anything. */
export const MAX_EXIF_BYTES = 1024 * 1024;

/** Bytes of XMP, packet and extension together. Larger packets are edit histories. */
export const MAX_XMP_BYTES = 256 * 1024;

/** Tags (start tags, end tags, comments and the like) of one XML text, and how deep its elements may nest. */
export const MAX_XML_TAGS = 20_000;
export const MAX_XML_DEPTH = 64;

/** Levels of nesting in markup that is read as a stream. Real documents stay below 60. */
export const MAX_MARKUP_DEPTH = 512;

/** Bytes of a colour profile. Display profiles have 0.5–4 KB, printer profiles with tables up to 2 MB. */
export const MAX_ICC_BYTES = 2 * 1024 * 1024;

/** Tags of a colour profile (real ones have 9–30), and languages of one text in it (Apple's have 36). */
export const MAX_ICC_TAGS = 128;
export const MAX_ICC_LANGUAGES = 64;

/** Bytes of one text of a colour profile: texts may overlap, so 2 MB could otherwise be repeated 8,000 times. */
export const MAX_ICC_TEXT_BYTES = 4096;

/** Bytes of Photoshop resources and of the IPTC record in them. */
export const MAX_IRB_BYTES = 1024 * 1024;

/** Resources in a Photoshop block, and data sets in an IPTC record. */
export const MAX_IRB_RESOURCES = 512;
export const MAX_IPTC_DATASETS = 2048;

/** Bytes that one compressed chunk may expand to, and all chunks of one file. A bomb ends here, with a warning. */
export const MAX_INFLATED_BYTES = 2 * 1024 * 1024;
export const MAX_INFLATED_TOTAL_BYTES = 8 * 1024 * 1024;

/** Bytes that one byte of zlib data can expand to (RFC 1951). A failed attempt is charged at this rate. */
export const MAX_DEFLATE_RATIO = 1032;

/** Bytes of one text chunk of a PNG, or of one comment of a GIF or JPEG. */
export const MAX_TEXT_CHUNK_BYTES = 256 * 1024;

/** Characters of one text value in the result. */
export const MAX_VALUE_CHARS = 16 * 1024;

/** Elements of one list, and levels of nesting, in the result. */
export const MAX_LIST_ITEMS = 256;
export const MAX_VALUE_DEPTH = 8;

/** Characters of one field name. */
export const MAX_NAME_CHARS = 128;

/** Characters of all facts as JSON: a row of the session's storage holds 2 MB, a screen far less. */
export const MAX_FACTS_CHARS = 256 * 1024;

/** Warnings of one file: a broken file could repeat the same problem endlessly. */
export const MAX_WARNINGS = 20;

/** Bytes that the tag library may request at once: a tag with its cover. The largest covers of music shops are 1–2 MB. */
export const MAX_TAG_READ_BYTES = 3 * 1024 * 1024;

/** Bytes at the start of an Ogg file that contain its tags. Beyond them its pages would be read one by one to the end. */
export const MAX_OGG_HEAD_BYTES = 1024 * 1024;

/** Bytes at the end of an Ogg file that contain the start of its last page: a page has at most 65,307 (RFC 3533, section 6). */
export const MAX_OGG_PAGE_BYTES = 65_307;

/** Tracks of one file that are reported. A film with every language has about 60. */
export const MAX_TRACKS = 64;

/** Characters of a title (of a recording, a chapter, a track). Longer texts are no titles, and a tag may hold megabytes. */
export const MAX_TITLE_CHARS = 300;

/** Chapters of one file. A long audio book has a few hundred. */
export const MAX_CHAPTERS = 500;

/** Bytes of one small box (movie header, sample description, text of a tag) that is read whole. */
export const MAX_SMALL_BOX_BYTES = 64 * 1024;

/** Captions of one track. A film has about 1,500, a day of speech 20,000. */
export const MAX_CUES = 20_000;

/** Bytes of a sidecar caption file. Thirty hours of speech are about three million characters. */
export const MAX_CAPTION_FILE_BYTES = 8 * 1024 * 1024;

/** Bytes of one caption inside a film, and of one table of caption positions. */
export const MAX_CUE_BYTES = 16 * 1024;
export const MAX_CUE_TABLE_BYTES = 1024 * 1024;

/** Bytes held at once by all extractions that need whole files: one PDF of the maximum size, or several smaller ones. */
export const MEMORY_BUDGET_BYTES = 40 * 1024 * 1024;

/** Files in a ZIP archive, and bytes of its central directory. A book of 500 chapters has about 2,000 files. */
export const MAX_ZIP_ENTRIES = 20_000;
export const MAX_ZIP_DIRECTORY_BYTES = 4 * 1024 * 1024;

/** Bytes unpacked from one archive in total. The text of a document of 50 MB stays below. */
export const MAX_UNPACKED_BYTES = 192 * 1024 * 1024;

/** Average bytes that one compressed byte of an archive may expand to. The most repetitive tables reach about 200. */
export const MAX_UNPACKED_RATIO = 400;

/** Unpacked bytes from which the ratio is checked. Below, a long run of equal rows would look like a bomb. */
export const RATIO_CHECK_MIN_BYTES = 4 * 1024 * 1024;
