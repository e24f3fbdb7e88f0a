/*
 * The part of pdf.js that is in use, in the build of unpdf for runtimes without a DOM. The types are declared here because the
 * library's own need those of a browser. The library is imported with the first PDF, so that it costs photos nothing.
 */

/** A piece of text on a page. */
export interface PdfTextItem {
	readonly str: string;
	/** It is the last item of a line. */
	readonly hasEOL: boolean;
	readonly height: number;
	/** A matrix. Its last two elements are the position, in points from the lower left corner. */
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
	/** The reference that outlines use. */
	readonly ref: { readonly num: number; readonly gen: number } | null;
	getTextContent(): Promise<{ readonly items: readonly (PdfTextItem | { readonly type: string })[] }>;
	getAnnotations(): Promise<readonly PdfAnnotation[]>;
	/** Frees the memory that reading the page has allocated. */
	cleanup(): boolean;
}

export interface PdfOutlineItem {
	readonly title: string;
	/** The name of a destination, or an explicit one that begins with the page. */
	readonly dest: string | readonly unknown[] | null;
	readonly items: readonly PdfOutlineItem[];
}

export interface PdfFile {
	readonly numPages: number;
	getPage(number: number): Promise<PdfPage>;
	/** The information dictionary, and XMP properties by lower-case name, such as `dc:title`. */
	getMetadata(): Promise<{
		readonly info: Readonly<Record<string, unknown>>;
		readonly metadata: Iterable<readonly [name: string, value: unknown]> | null;
	}>;
	getOutline(): Promise<readonly PdfOutlineItem[] | null>;
	getDestination(name: string): Promise<readonly unknown[] | null>;
	/** Closes the document and frees its memory. */
	readonly loadingTask: { destroy(): Promise<void> };
}

/** No log output: errors are thrown anyway. */
const QUIET = 0;

/** Opens a PDF. Throws the library's errors, which are distinguished by their names. */
export async function openPdfFile(data: Uint8Array): Promise<PdfFile> {
	const { getDocumentProxy } = await import("unpdf");
	const options = { verbosity: QUIET, isEvalSupported: false, maxImageSize: 1 };
	return (await getDocumentProxy(data, options)) as unknown as PdfFile;
}
