import type { FactGroup, Json } from "../../protocol/files/facts.ts";
import { plainName } from "../json/plain-json.ts";
import { isBlock } from "./blocks/tiff-directories.ts";
import type { FieldDirectory } from "./blocks/tiff-fields.ts";

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
