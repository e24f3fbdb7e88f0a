import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { Parser } from "htmlparser2";
import { getDocumentProxy } from "unpdf";

/**
 * The same libraries on their own, in a separate process: `node outside.ts <file>` prints the cost as JSON.
 * No chunks, no index, no limits, nothing stored.
 */

const MIB = 1024 * 1024;

/** Bytes of objects and buffers, garbage included: the same measure as for the actor's isolate. */
let [objects, peak] = [0, 0];
function look(): void {
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	objects = Math.max(objects, heapUsed);
	peak = Math.max(peak, heapUsed + arrayBuffers);
}

async function readPdf(bytes: Uint8Array): Promise<number> {
	let chars = 0;
	const file = await getDocumentProxy(bytes, { verbosity: 0 });
	for (let number = 1; number <= file.numPages; number++) {
		const page = await file.getPage(number);
		for (const item of (await page.getTextContent()).items) if ("str" in item) chars += item.str.length;
		page.cleanup();
		look();
	}
	return chars;
}

function readDocx(bytes: Uint8Array): number {
	let chars = 0;
	let inText = false;
	const files = unzipSync(bytes, { filter: ({ name }) => name === "word/document.xml" });
	const parser = new Parser(
		{
			onopentagname: (name) => {
				inText = name === "w:t";
			},
			onclosetag: () => {
				inText = false;
			},
			ontext: (text) => {
				if (inText) chars += text.length;
			},
		},
		{ xmlMode: true },
	);
	const text = new TextDecoder().decode(files["word/document.xml"]);
	look();
	for (let at = 0; at < text.length; at += 1_000_000) {
		parser.write(text.slice(at, at + 1_000_000));
		look();
	}
	parser.end();
	return chars;
}

const path = process.argv[2] ?? "";
const bytes = new Uint8Array(readFileSync(path));
const began = performance.now();
const chars = path.endsWith(".pdf") ? await readPdf(bytes) : readDocx(bytes);
const seconds = (performance.now() - began) / 1000;
console.log(JSON.stringify({ chars, seconds, objectsMiB: objects / MIB, peakMiB: peak / MIB }));
