import type { FactGroup, Json } from "../../protocol/files/facts.ts";
import { plainName } from "../json/plain-json.ts";
import { isEmbeddedBlock } from "./blocks/tiff-directories.ts";
import type { DecodedDirectory } from "./blocks/tiff-fields.ts";

/** Group names that people see, by TIFF directory. Both main directories are known as EXIF. */
const DIRECTORY_GROUPS: ReadonlyMap<string, string> = new Map([
	["ifd0", "EXIF"],
	["exif", "EXIF"],
	["gps", "GPS"],
	["interop", "Interoperability"],
	["ifd1", "Thumbnail"],
]);

/** The fields of all directories, by group. A name that the group already has gets a number, up to `(9)`. */
export function directoryGroups(directories: readonly DecodedDirectory[]): FactGroup[] {
	const groups = new Map<string, Map<string, Json>>();
	for (const directory of directories) {
		const title = DIRECTORY_GROUPS.get(directory.name) ?? directory.name.toUpperCase();
		const group = groups.get(title) ?? new Map<string, Json>();
		groups.set(title, group);
		for (const { tag, name, display } of directory.fields) {
			if (isEmbeddedBlock(tag)) continue;
			let unique = plainName(name);
			for (let copy = 2; group.has(unique) && copy < 10; copy++) unique = `${plainName(name)} (${copy})`;
			group.set(unique, display);
		}
	}
	return [...groups].flatMap(([name, fields]) =>
		fields.size === 0 ? [] : [{ name, fields: Object.fromEntries(fields) }],
	);
}
