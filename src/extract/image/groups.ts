import type { FactGroup, Json } from "../../protocol/facts.ts";
import { grouped } from "../any-file.ts";
import { MAX_FACTS_CHARS } from "../limits.ts";
import { plainName } from "../plain-json.ts";
import { isBlock } from "./tiff-directories.ts";
import type { FieldDirectory } from "./tiff-fields.ts";

/** How the directories of a TIFF structure are called for people; both main ones are what everybody calls EXIF. */
const DIRECTORY_GROUPS: ReadonlyMap<string, string> = new Map([
	["ifd0", "EXIF"],
	["exif", "EXIF"],
	["gps", "GPS"],
	["interop", "Interoperability"],
	["ifd1", "Thumbnail"],
]);

/** Fields of all directories by group. A name that a group has already gets the directory behind it. */
export function directoryGroups(directories: readonly FieldDirectory[]): FactGroup[] {
	const groups = new Map<string, Map<string, Json>>();
	for (const directory of directories) {
		const title = DIRECTORY_GROUPS.get(directory.name) ?? directory.name.toUpperCase();
		const group = groups.get(title) ?? new Map<string, Json>();
		groups.set(title, group);
		for (const { tag, name, shown } of directory.fields) {
			if (isBlock(tag)) continue;
			let unique = plainName(name);
			for (let copy = 2; group.has(unique) && copy < 10; copy++) unique = `${plainName(name)} (${copy})`;
			group.set(unique, shown);
		}
	}
	return [...groups].flatMap(([name, fields]) =>
		fields.size === 0 ? [] : [{ name, fields: Object.fromEntries(fields) }],
	);
}

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
