import type { Json } from "../../src/protocol/files/facts.ts";
import type { Cell } from "./csv.ts";
import type { FileRow } from "./file-row.ts";

/** What a column holds of a file. */
type Column = (row: FileRow) => Cell;

/** What is known of every file. */
const OF_THE_FILE: Readonly<Record<string, Column>> = {
	path: ({ path }) => path,
	n: ({ n }) => n,
	state: ({ state }) => state,
	problem: ({ problem }) => problem?.detail,
	size: ({ size }) => size,
	kind: ({ kind }) => kind,
	mime: ({ mime }) => mime,
	format: ({ facts }) => facts?.format.label,
	completeness: ({ facts }) => facts?.quality.completeness,
	confidence: ({ facts }) => facts?.quality.confidence,
	warnings: ({ facts }) => facts?.warnings.join(" "),
};

/** Shorter names for members of facts. `size` of a picture would collide with the file's. */
const ALIASES: Readonly<Record<string, string>> = {
	latitude: "location.latitude",
	longitude: "location.longitude",
	altitude: "location.altitude",
	width: "size.width",
	height: "size.height",
};

/** The table that is written unless others are named: always the same columns, whatever the files are. */
export const COLUMNS: readonly string[] = [
	...["path", "state", "problem", "size", "kind", "mime", "format", "completeness", "confidence"],
	...["takenAt", "camera", "lens", "shutter", "aperture", "iso", "focalLength"],
	...["latitude", "longitude", "altitude", "width", "height", "orientation"],
	...["title", "caption", "keywords", "author", "rights", "software"],
	...["duration", "videoCodec", "audioCodec", "frameRate"],
	...["createdAt", "language", "pages", "words"],
];

function cellOf(value: Json | undefined): Cell {
	if (Array.isArray(value)) return value.map((item) => cellOf(item) ?? "").join("; ");
	return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}

/** A fact by its name, or a member of one by `name.member`. */
function factColumn(name: string): Column {
	const [fact, ...members] = name.split(".");
	return ({ facts }) => {
		let value = facts?.summary.find((one) => one.name === fact)?.value;
		for (const member of members) {
			const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
			value =
				isObject && Object.hasOwn(value as object, member)
					? (value as Record<string, Json>)[member]
					: undefined;
		}
		return cellOf(value);
	};
}

/** What stands in a column; a name that no file has a fact for is an empty column, and no error. */
export function column(name: string): Column {
	return OF_THE_FILE[name] ?? factColumn(ALIASES[name] ?? name);
}
