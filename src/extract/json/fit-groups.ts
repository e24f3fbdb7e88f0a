import type { FactGroup, Json } from "../../protocol/files/facts.ts";
import { grouped } from "../file-facts.ts";
import { MAX_FACTS_CHARS } from "../limits.ts";

/** Groups of one name become one, and the longest values give way until everything fits into one result. */
export function fitted(groups: readonly FactGroup[]): {
	readonly groups: FactGroup[];
	readonly cut: string[];
} {
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
		const mark = `(left out, ${grouped(chars)} characters)`;
		const saved = chars - mark.length - field.length - 4;
		// Where fields are short, there are too many of them.
		if (saved > 0) merged.get(group)?.set(field, mark);
		else merged.get(group)?.delete(field);
		cut.push(`${group} ${field}`);
		total -= saved > 0 ? saved : chars;
	}
	return { groups: [...merged].map(([name, fields]) => ({ name, fields: Object.fromEntries(fields) })), cut };
}
