import type { Json } from "../../src/protocol/files/facts.ts";
import type { Cell } from "./csv.ts";
import type { FileRow } from "./file-row.ts";

/** Reads a column's cell from a row. */
type Column = (row: FileRow) => Cell;

/** Columns that every file has. */
const FILE_COLUMNS: Readonly<Record<string, Column>> = {
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

/** Short names for members of facts. A picture's `size` would collide with the file's. */
const ALIASES: Readonly<Record<string, string>> = {
	latitude: "location.latitude",
	longitude: "location.longitude",
	altitude: "location.altitude",
	width: "size.width",
	height: "size.height",
};

/** The default columns: always the same, whatever the files are. */
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

/** A fact by its name, or a member of one as `name.member`. */
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

/** A column by its name. A name without a fact in any file is an empty column, not an error. */
export function column(name: string): Column {
	return FILE_COLUMNS[name] ?? factColumn(ALIASES[name] ?? name);
}
