/**
 * The globals that this layer uses, which every runtime of ours has (workerd, Node, browsers). The layer compiles with
 * no DOM and no Workers types, so that it cannot lean on anything else.
 */

/** Base64 of a text whose characters are bytes. */
declare function btoa(bytes: string): string;

declare class TextDecoder {
	constructor(label?: string, options?: { fatal: boolean; ignoreBOM: boolean });
	decode(input?: Uint8Array, options?: { stream: boolean }): string;
}
