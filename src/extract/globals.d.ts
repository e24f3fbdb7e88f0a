/**
 * The globals used here, which workerd, Node and browsers all have. This folder compiles without DOM and Workers types, so that
 * it cannot depend on either.
 */

/** Base64 of a text whose characters are bytes. */
declare function btoa(bytes: string): string;

declare class TextDecoder {
	constructor(label?: string, options?: { fatal: boolean; ignoreBOM: boolean });
	decode(input?: Uint8Array, options?: { stream: boolean }): string;
}
