import type { Facts, Json } from "../../protocol/files/facts.ts";

/** Facts of photos and recordings whose words people search for, in the order in which they are shown. */
const WORD_FACTS = [
	"title",
	"caption",
	"description",
	"keywords",
	"author",
	"album",
	"composer",
	"genre",
	"camera",
	"lens",
	"software",
	"rights",
];

/** Raw fields that name what a picture shows, or where. */
const PLACE_FIELDS: Readonly<Record<string, readonly string[]>> = {
	IPTC: ["Headline", "Sublocation", "City", "State", "Country"],
	XMP: [
		"photoshop:Headline",
		"Iptc4xmpCore:Location",
		"photoshop:City",
		"photoshop:State",
		"photoshop:Country",
	],
};

/** Characters of one file's words; a caption that is longer is a document. */
const MAX_WORDS_CHARS = 4_096;

const MONTHS = [
	"January",
	"February",
	"March",
	"April",
	"May",
	"June",
	"July",
	"August",
	"September",
	"October",
	"November",
	"December",
];

function factOf({ summary }: Facts, name: string): Json | undefined {
	return summary.find((fact) => fact.name === name)?.value;
}

/** A day as it is stored and as people say it: `2026-11-21, 21 November 2026`. */
function dayOf(moment: Json | undefined): string | undefined {
	const [day, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)/.exec(String(moment)) ?? [];
	const name = MONTHS[Number(month) - 1];
	return name === undefined ? undefined : `${day}, ${Number(date)} ${name} ${year}`;
}

function textOf(value: Json | undefined): string | undefined {
	if (typeof value === "string") return value;
	return Array.isArray(value) ? value.filter((one) => typeof one === "string").join(", ") : undefined;
}

/** The searchable words of a file's facts, as one line; `undefined` when there are none. Documents are found by their text. */
export function searchableWords(facts: Facts): string | undefined {
	if (facts.kind === "document" || facts.kind === "other") return undefined;
	const values = WORD_FACTS.map((name) => textOf(factOf(facts, name)));
	const places = facts.groups.flatMap(({ name, fields }) =>
		(PLACE_FIELDS[name] ?? []).map((field) => textOf(fields[field])),
	);
	const position = facts.summary.find(({ name }) => name === "location")?.text;
	const pieces = [...values, ...places, dayOf(factOf(facts, "takenAt")), position]
		.flatMap((piece) => piece?.replace(/[\p{Cc}\s]+/gu, " ").trim() || [])
		.filter((piece, index, all) => all.indexOf(piece) === index);
	const words = pieces.join(" · ").slice(0, MAX_WORDS_CHARS).toWellFormed();
	return words === "" ? undefined : words;
}
