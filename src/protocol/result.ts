/** What a rule answers: a value, or a refusal that is itself a value. Exceptions are for bugs and broken platforms. */
export type Result<Value, Refusal> =
	| { readonly ok: true; readonly value: Value }
	| { readonly ok: false; readonly problem: Refusal };

/** Wraps a value. */
export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
	return { ok: true, value };
}

/** Wraps a refusal. */
export function refuse<Refusal>(problem: Refusal): { readonly ok: false; readonly problem: Refusal } {
	return { ok: false, problem };
}
