import type { SessionState } from "./session-state.ts";

/** Members in alphabetical order, whatever order patches wrote them in. */
function sortedByName(record: object): object {
	return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * A state as text that is the same for equal states, however they came about: by one snapshot or by ten thousand frames.
 * Gauges are left out, because losing some does no harm; running totals, because they follow from the rest.
 */
export function canonicalState(state: SessionState): string {
	const batches = [...state.batches.values()].sort((a, b) => a.batch - b.batch);
	const files = [...state.files.values()].sort((a, b) => a.n - b.n);
	return JSON.stringify([
		state.epoch,
		state.seq,
		batches.map(({ batch, key, at }) => [batch, key, at]),
		files.map(sortedByName),
	]);
}

/** FNV-1a over UTF-16 units: it detects accidents, not forgery. */
function fnv1a(text: string, basis: number): number {
	let hash = basis;
	for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
	return hash >>> 0;
}

/** 64 bits in 16 hex digits, by which two ends can check that they have folded the same state. */
export function stateHash(state: SessionState): string {
	const text = canonicalState(state);
	return [0x811c9dc5, 0x050c5d1f].map((basis) => fnv1a(text, basis).toString(16).padStart(8, "0")).join("");
}
