import type { EmbeddedThumbnail, Fact, Facts } from "../../protocol/files/facts.ts";
import type { FileProblem } from "../../protocol/files/file-record.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import { formatFact, mislabelled, sizeFact } from "../file-facts.ts";
import { fitted } from "../json/fit-groups.ts";
import { plainFields } from "../json/plain-json.ts";
import type { ExtractionInput, Pipeline } from "../pipeline.ts";
import { ReadLimitError, TimeLimitError } from "../reader.ts";
import { FIRST_STAGES } from "../stages.ts";
import { readIcc } from "./blocks/icc.ts";
import { readIptc } from "./blocks/iptc.ts";
import { type FieldDirectory, readTiffFields } from "./blocks/tiff-fields.ts";
import { readXmp } from "./blocks/xmp.ts";
import { readerOf } from "./containers/image-formats.ts";
import { Pieces } from "./pieces.ts";
import { qualityOf } from "./quality.ts";
import { cameraFacts } from "./summary/camera-facts.ts";
import { hasUnsetClock, whenFacts } from "./summary/date-facts.ts";
import { wordFacts } from "./summary/descriptive-facts.ts";
import { locationFact, positionDefect } from "./summary/location-facts.ts";
import type { Told } from "./summary/metadata-fields.ts";
import { pictureFacts } from "./summary/picture-facts.ts";
import { directoryGroups } from "./tag-groups.ts";
import { thumbnailOf } from "./thumbnail.ts";

/** Walks the container, reads the blocks that it holds, and says what people ask for first. */
export const imagePipeline: Pipeline = {
	kind: "image",
	stages: FIRST_STAGES,
	async extract(input, reached) {
		reached("extraction_start");
		const pieces = await walk(input);
		if (pieces.empty && pieces.defects.length > 0) return refuse(nothingFound(input, pieces));
		const told = await readBlocks(pieces);
		const thumbnail = await thumbnailOf(told, input.reader);
		const result = ok(factsOf(input, told, thumbnail));
		reached("extraction_complete");
		return result satisfies Result<Facts, FileProblem>;
	},
};

/** Whatever stops the walk, what it found until then counts. Only time that is up ends everything. */
async function walk({ format, reader }: ExtractionInput): Promise<Pieces> {
	const pieces = new Pieces();
	try {
		await readerOf(format.mime)(reader, pieces);
	} catch (error) {
		if (error instanceof TimeLimitError) throw error;
		if (error instanceof ReadLimitError)
			pieces.notice("More of the file would have to be read than is allowed.");
		else pieces.defect("The structure of the file could not be followed to its end.");
	}
	return pieces;
}

function nothingFound({ format, reader }: ExtractionInput, { defects }: Pieces): FileProblem {
	const why = defects[0] ?? "Nothing in it could be read.";
	const short = reader.size < 64 ? ` It has only ${reader.size} bytes.` : "";
	return {
		code: "unreadable-image",
		detail: `It begins like a ${format.label}, but is not a whole one. ${why}${short}`,
	};
}

async function readBlocks(pieces: Pieces): Promise<Told> {
	const directories: FieldDirectory[] = [];
	for (const piece of pieces.tiffs) directories.push(...(await readTiffFields(piece)));
	const xmp = readXmp(pieces.xmp);
	if (!xmp.sound) pieces.defect("The XMP packet is not well-formed XML.");
	if (xmp.cut) pieces.notice("The XMP packet is very long; only its beginning was read.");
	const icc = pieces.icc === undefined ? undefined : readIcc(pieces.icc);
	if (pieces.icc !== undefined && (icc === undefined || !icc.sound))
		pieces.defect("The colour profile is damaged.");
	if (icc !== undefined) pieces.groups.push(icc.group);
	return { pieces, directories, xmp: xmp.fields, iptc: readIptc(pieces.iptc), profile: icc?.description };
}

function factsOf(input: ExtractionInput, told: Told, thumbnail: EmbeddedThumbnail | undefined): Facts {
	const { pieces, directories, xmp, iptc } = told;
	const { format, reader } = input;
	const found = [
		...whenFacts(told),
		locationFact(told),
		...cameraFacts(told),
		...pictureFacts(told),
		...wordFacts(told),
	];
	const summary: Fact[] = [
		...found.filter((fact) => fact !== undefined),
		formatFact(format),
		sizeFact(reader.size),
	];
	const { groups, cut } = fitted([
		...directoryGroups(directories),
		...(iptc === undefined ? [] : [iptc]),
		...(xmp.size === 0 ? [] : [{ name: "XMP", fields: plainFields(xmp) }]),
		...pieces.groups,
	]);
	const doubts: string[] = [];
	if (hasUnsetClock(told))
		doubts.push("The camera's clock was never set: its dates are zeros and were not used.");
	const position = positionDefect(told);
	if (position !== undefined) doubts.push(position);
	const blocks = groups.map(({ name }) => name).filter((name) => ["EXIF", "XMP", "IPTC"].includes(name));
	const wrongLabel = mislabelled(input);
	const left =
		cut.length === 0 ? [] : [`Left out because the result would be too long: ${cut.slice(0, 5).join(", ")}.`];
	return {
		kind: "image",
		format: { mime: format.mime, label: format.label },
		summary,
		groups,
		fields: groups.reduce((sum, { fields }) => sum + Object.keys(fields).length, 0),
		quality: qualityOf({ mime: format.mime, summary, defects: pieces.defects, doubts, blocks }),
		warnings: [
			...pieces.defects,
			...doubts,
			...pieces.notices,
			...left,
			...(wrongLabel === undefined ? [] : [wrongLabel]),
		],
		...(thumbnail === undefined ? {} : { thumbnail }),
		read: { bytes: reader.bytes, requests: reader.requests },
	};
}
