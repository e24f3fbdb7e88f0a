declare const CHECKED: unique symbol;

/** A reply that was computed after its caller was admitted. Only `SessionRuntime.owner` and `.viewer` make one. */
export type Checked<Reply> = Promise<Reply> & { readonly [CHECKED]: true };

/**
 * An RPC interface each of whose methods must return a checked reply: a method that forgets to admit its caller does not
 * compile (test/actor/guarded.test.ts).
 */
export type Guarded<Rpc> = {
	readonly [Method in keyof Rpc]: Rpc[Method] extends (...args: infer Args) => Promise<infer Reply>
		? (...args: Args) => Checked<Reply>
		: never;
};

/** Marks a reply as checked. For `SessionRuntime` only. */
export function checked<Reply>(reply: Promise<Reply>): Checked<Reply> {
	return reply as Checked<Reply>;
}
