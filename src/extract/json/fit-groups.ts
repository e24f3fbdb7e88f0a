import type { FactGroup, Json } from "../../protocol/files/facts.ts";
import { formatCount } from "../file-facts.ts";
import { MAX_FACTS_CHARS } from "../limits.ts";

/** Merged groups within the bounds of a result. */
export interface FittedGroups {
	readonly groups: FactGroup[];
	/** The fields that were left out, such as `PNG Note`. */
	readonly cut: string[];
}

/** Merges groups of the same name, and leaves out the longest values until the result fits into `MAX_FACTS_CHARS`. */
export function fitGroups(groups: readonly FactGroup[]): FittedGroups {
	const merged = new Map<string, Map<string, Json>>();
	for (const { name, fields } of groups) {
		const group = merged.get(name) ?? new Map<string, Json>();
		merged.set(name, group);
		for (const [field, value] of Object.entries(fields)) if (!group.has(field)) group.set(field, value);
	}
	const sizes = [...merged].flatMap(([group, fields]) =>
		[...fields].map(([field, value]) => ({
			group,
			field,
			chars: JSON.stringify(value).length + field.length + 4,
		})),
	);
	let total = sizes.reduce((sum, { chars }) => sum + chars, 0);
	const cut: string[] = [];
	for (const { group, field, chars } of sizes.sort((a, b) => b.chars - a.chars)) {
		if (total <= MAX_FACTS_CHARS) break;
		const placeholder = `(left out, ${formatCount(chars)} characters)`;
		const saved = chars - placeholder.length - field.length - 4;
		// A placeholder that is no shorter than the value saves nothing: then there are too many fields, and the field goes.
		if (saved > 0) merged.get(group)?.set(field, placeholder);
		else merged.get(group)?.delete(field);
		cut.push(`${group} ${field}`);
		total -= saved > 0 ? saved : chars;
	}
	return { groups: [...merged].map(([name, fields]) => ({ name, fields: Object.fromEntries(fields) })), cut };
}
