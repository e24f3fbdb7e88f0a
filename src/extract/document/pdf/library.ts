/*
 * What is used of pdf.js, as unpdf carries it for runtimes without a DOM. Declared here, because the library's own types
 * need a browser's. Imported when the first PDF comes, so that it costs photos nothing.
 */

/** A piece of text as it stands on a page. */
export interface PdfTextItem {
	readonly str: string;
	/** A line ends behind it. */
	readonly hasEOL: boolean;
	readonly height: number;
	/** The last two: where it begins, in points from the lower left corner. */
	readonly transform: readonly number[];
}

export interface PdfAnnotation {
	readonly subtype?: string;
	readonly url?: string;
	readonly unsafeUrl?: string;
	/** `Tx` text, `Ch` a choice, `Btn` a button. */
	readonly fieldType?: string;
	readonly fieldValue?: unknown;
	readonly contentsObj?: { readonly str?: string };
}

export interface PdfPage {
	/** By which an outline names it. */
	readonly ref: { readonly num: number; readonly gen: number } | null;
	getTextContent(): Promise<{ readonly items: readonly (PdfTextItem | { readonly type: string })[] }>;
	getAnnotations(): Promise<readonly PdfAnnotation[]>;
	/** Frees what reading the page has built. */
	cleanup(): boolean;
}

export interface PdfOutlineItem {
	readonly title: string;
	/** A named place, or one that is spelled out: the page first. */
	readonly dest: string | readonly unknown[] | null;
	readonly items: readonly PdfOutlineItem[];
}

export interface PdfFile {
	readonly numPages: number;
	getPage(number: number): Promise<PdfPage>;
	/** The information dictionary, and what XMP tells by lower-case names such as `dc:title`. */
	getMetadata(): Promise<{
		readonly info: Readonly<Record<string, unknown>>;
		readonly metadata: Iterable<readonly [name: string, value: unknown]> | null;
	}>;
	getOutline(): Promise<readonly PdfOutlineItem[] | null>;
	getDestination(name: string): Promise<readonly unknown[] | null>;
	/** Ends the reading and frees all that it has built. */
	readonly loadingTask: { destroy(): Promise<void> };
}

/** Only errors are of interest, and those are thrown. */
const QUIET = 0;

/** Opens a PDF. Throws the library's errors, which are told apart by their names. */
export async function openPdfFile(data: Uint8Array): Promise<PdfFile> {
	const { getDocumentProxy } = await import("unpdf");
	const options = { verbosity: QUIET, isEvalSupported: false, maxImageSize: 1 };
	return (await getDocumentProxy(data, options)) as unknown as PdfFile;
}
