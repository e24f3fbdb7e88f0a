import type { EmbeddedThumbnail, Fact, Facts } from "../../protocol/files/facts.ts";
import type { FileProblem } from "../../protocol/files/file-record.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import { formatBytes, formatFact, nameMismatch, sizeFact } from "../file-facts.ts";
import { fitGroups } from "../json/fit-groups.ts";
import { plainFields } from "../json/plain-json.ts";
import { type ExtractionInput, IMAGE_STAGES, type Pipeline } from "../pipeline.ts";
import { ReadLimitError, TimeLimitError } from "../ranged-reader.ts";
import { readIcc } from "./blocks/icc.ts";
import { readIptc } from "./blocks/iptc.ts";
import { type DecodedDirectory, readTiffFields } from "./blocks/tiff-fields.ts";
import { readXmp } from "./blocks/xmp.ts";
import type { ReadContainer } from "./containers/photo-formats.ts";
import { ImageContents } from "./image-contents.ts";
import { qualityOf } from "./quality.ts";
import { cameraFacts } from "./summary/camera-facts.ts";
import { dateFacts, hasUnsetClock } from "./summary/date-facts.ts";
import { descriptiveFacts } from "./summary/descriptive-facts.ts";
import { locationFact, positionDefect } from "./summary/location-facts.ts";
import type { MetadataFields } from "./summary/metadata-fields.ts";
import { pictureFacts } from "./summary/picture-facts.ts";
import { directoryGroups } from "./tag-groups.ts";
import { findThumbnail } from "./thumbnail.ts";

/**
 * Reads images: walks the container, parses the metadata blocks in it and derives the summary facts. `containerFor` gives the container
 * reader of a media type, and so decides which formats can be read.
 */
export function imagePipeline(containerFor: (mime: string) => ReadContainer): Pipeline {
	return {
		kind: "image",
		stages: IMAGE_STAGES,
		async extract(input, reportStage) {
			reportStage("extraction_start");
			const contents = await walkContainer(input, containerFor(input.format.mime));
			if (contents.isEmpty && contents.defects.length > 0) return refuse(unreadable(input, contents));
			const metadata = await readBlocks(contents);
			const thumbnail = await findThumbnail(metadata, input.reader);
			const result = ok(factsOf(input, metadata, thumbnail));
			reportStage("extraction_complete");
			return result satisfies Result<Facts, FileProblem>;
		},
	};
}

/** Keeps what was found before an error stopped the walk. Only a `TimeLimitError` goes through. */
async function walkContainer(
	{ reader }: ExtractionInput,
	readContainer: ReadContainer,
): Promise<ImageContents> {
	const contents = new ImageContents();
	try {
		await readContainer(reader, contents);
	} catch (error) {
		if (error instanceof TimeLimitError) throw error;
		if (error instanceof ReadLimitError)
			contents.addNotice("Only part of the file was read, because reading more would exceed the limit.");
		else contents.addDefect("The structure of the file is damaged and could not be read to its end.");
	}
	return contents;
}

function unreadable({ format, reader }: ExtractionInput, { defects }: ImageContents): FileProblem {
	const why = defects[0] ?? "Nothing in it could be read.";
	const tooShort = reader.size < 64 ? ` It is only ${formatBytes(reader.size)} long.` : "";
	return {
		code: "unreadable-image",
		detail: `This ${format.label} is damaged or incomplete. ${why}${tooShort}`,
	};
}

async function readBlocks(contents: ImageContents): Promise<MetadataFields> {
	const directories: DecodedDirectory[] = [];
	for (const structure of contents.tiffs) directories.push(...(await readTiffFields(structure)));
	const xmp = readXmp(contents.xmp);
	if (!xmp.wellFormed) contents.addDefect("The XMP packet is not well-formed XML.");
	if (xmp.truncated) contents.addNotice("The XMP packet is very long; only its beginning was read.");
	const icc = contents.icc === undefined ? undefined : readIcc(contents.icc);
	if (contents.icc !== undefined && (icc === undefined || !icc.intact))
		contents.addDefect("The colour profile is damaged.");
	if (icc !== undefined) contents.groups.push(icc.group);
	return {
		contents,
		directories,
		xmp: xmp.fields,
		iptc: readIptc(contents.iptc),
		profileName: icc?.description,
	};
}

function factsOf(
	input: ExtractionInput,
	metadata: MetadataFields,
	thumbnail: EmbeddedThumbnail | undefined,
): Facts {
	const { contents, directories, xmp, iptc } = metadata;
	const { format, reader } = input;
	const found = [
		...dateFacts(metadata),
		locationFact(metadata),
		...cameraFacts(metadata),
		...pictureFacts(metadata),
		...descriptiveFacts(metadata),
	];
	const summary: Fact[] = [
		...found.filter((fact) => fact !== undefined),
		formatFact(format),
		sizeFact(reader.size),
	];
	const { groups, cut } = fitGroups([
		...directoryGroups(directories),
		...(iptc === undefined ? [] : [iptc]),
		...(xmp.size === 0 ? [] : [{ name: "XMP", fields: plainFields(xmp) }]),
		...contents.groups,
	]);
	const implausible: string[] = [];
	if (hasUnsetClock(metadata))
		implausible.push("The camera's clock was never set: its dates are all zeros and were ignored.");
	const position = positionDefect(metadata);
	if (position !== undefined) implausible.push(position);
	const blocks = groups.map(({ name }) => name).filter((name) => ["EXIF", "XMP", "IPTC"].includes(name));
	const wrongLabel = nameMismatch(input);
	const leftOut =
		cut.length === 0 ? [] : [`Left out because the result would be too long: ${cut.slice(0, 5).join(", ")}.`];
	return {
		kind: "image",
		format: { mime: format.mime, label: format.label },
		summary,
		groups,
		fields: groups.reduce((sum, { fields }) => sum + Object.keys(fields).length, 0),
		quality: qualityOf({ mime: format.mime, summary, defects: contents.defects, implausible, blocks }),
		warnings: [
			...contents.defects,
			...implausible,
			...contents.notices,
			...leftOut,
			...(wrongLabel === undefined ? [] : [wrongLabel]),
		],
		...(thumbnail === undefined ? {} : { thumbnail }),
		read: { bytes: reader.bytesRead, requests: reader.requestCount },
	};
}
