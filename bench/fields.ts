import exifr from "exifr";
import ExifReader from "exifreader";
import { GROUPS, shareOf } from "../test/corpus/agreement.ts";
import { extractBytes, hasCorpus, type Reading, readCorpus } from "../test/corpus/corpus.ts";
import { figure, median, printMachine, printTable } from "./support/report.ts";

/** How often each file is read; the median counts. */
const ROUNDS = 7;

/** Enables everything that exifr can read. */
const EVERYTHING = {
	tiff: true,
	ifd1: true,
	interop: true,
	xmp: true,
	icc: true,
	iptc: true,
	jfif: true,
	ihdr: true,
	makerNote: true,
	userComment: true,
	mergeOutput: false,
} as const;

/** How many of ExifTool's fields are found, at what cost, and how many the libraries find on their own. */
if (hasCorpus()) {
	const readings = await readCorpus();
	printMachine();
	printTable(
		"Fields found of ExifTool's, by group",
		["group", "files", "ExifTool", "found", "share"],
		GROUPS.map((group) => groupRow(group, readings)),
	);
	const rows: string[][] = [];
	for (const format of [...new Set(readings.map(({ extracted }) => extracted.mime))].sort()) {
		rows.push(
			await formatRow(
				format,
				readings.filter(({ extracted }) => extracted.mime === format),
			),
		);
	}
	rows.push(await formatRow("all", readings));
	printTable(
		"Cost and fields per file, by format; the libraries alone get the whole file in memory",
		[
			"format",
			"files",
			"fields",
			"exifr alone",
			"ExifReader alone",
			"ms",
			"exifr ms",
			"ExifReader ms",
			"KB read",
			"p95",
			"max",
			"requests",
		],
		rows,
	);
}

function groupRow(group: string, readings: readonly Reading[]): string[] {
	const shares = readings.map((reading) => shareOf(reading, group)).filter(({ wanted }) => wanted > 0);
	const wanted = shares.reduce((sum, share) => sum + share.wanted, 0);
	const found = shares.reduce((sum, share) => sum + share.found, 0);
	return [
		group,
		String(shares.length),
		String(wanted),
		String(found),
		`${figure((100 * found) / wanted, 1)} %`,
	];
}

async function formatRow(format: string, readings: readonly Reading[]): Promise<string[]> {
	const own = await measure(readings, async ({ name, bytes }) => {
		const { result } = await extractBytes(name, bytes);
		return result.ok ? result.value.fields : 0;
	});
	const first = await measure(readings, ({ bytes }) => countByExifr(bytes));
	const second = await measure(readings, ({ bytes }) => countByExifReader(bytes));
	const kilobytes = readings.map(({ facts }) => (facts?.read.bytes ?? 0) / 1024).sort((a, b) => a - b);
	const requests = readings.map(({ facts }) => facts?.read.requests ?? 0);
	return [
		format,
		String(readings.length),
		String(own.fields),
		String(first.fields),
		String(second.fields),
		figure(own.milliseconds),
		figure(first.milliseconds),
		figure(second.milliseconds),
		figure(median(kilobytes), 0),
		figure(kilobytes[Math.floor(kilobytes.length * 0.95)] ?? 0, 0),
		figure(kilobytes.at(-1) ?? 0, 0),
		`${median(requests)} (max ${Math.max(...requests)})`,
	];
}

interface Measured {
	/** Total of all files. */
	readonly fields: number;
	/** Median of the files. */
	readonly milliseconds: number;
}

async function measure(
	readings: readonly Reading[],
	read: (reading: Reading) => Promise<number>,
): Promise<Measured> {
	const times: number[] = [];
	let fields = 0;
	for (const reading of readings) {
		const rounds: number[] = [];
		for (let round = 0; round < ROUNDS; round++) {
			const start = performance.now();
			const found = await read(reading);
			rounds.push(performance.now() - start);
			if (round === 0) fields += found;
		}
		times.push(median(rounds));
	}
	return { fields, milliseconds: median(times) };
}

async function countByExifr(bytes: Uint8Array): Promise<number> {
	try {
		const blocks: unknown = await exifr.parse(bytes, { ...EVERYTHING });
		return Object.values(blocks ?? {}).reduce((sum: number, block) => sum + fieldsIn(block), 0);
	} catch {
		return 0;
	}
}

/** A block of fields, or a single value. */
function fieldsIn(block: unknown): number {
	return typeof block === "object" && block !== null && !ArrayBuffer.isView(block)
		? Object.keys(block).length
		: 1;
}

async function countByExifReader(bytes: Uint8Array): Promise<number> {
	try {
		const groups = ExifReader.load(bytes.slice().buffer, { expanded: true });
		return Object.values(groups).reduce((sum, group) => sum + Object.keys(group ?? {}).length, 0);
	} catch {
		return 0;
	}
}
