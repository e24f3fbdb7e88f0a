import { randomFillSync } from "node:crypto";
import { makeDocx, wordParagraph } from "../../test/fixtures/office.ts";
import { makePdf } from "../../test/fixtures/pdf.ts";
import { type Chance, chance } from "../../test/support/seed.ts";

/** Documents as long as any in real use, generated for each run because they are too large for a repository. */
export interface LongDocument {
	readonly what: string;
	readonly name: string;
	readonly pages: number;
	make(): Uint8Array;
}

/** Characters and lines of a printed page. */
const PAGE_CHARS = 3_000;
const PAGE_LINES = 45;

const MIB = 1024 * 1024;

/** Words distributed as in a natural language: most are short, long ones are rare. */
function vocabulary(random: Chance): string[] {
	const syllables = ["ka", "lo", "mi", "ne", "ru", "sta", "ver", "ton", "del", "in", "be", "sho"];
	return Array.from({ length: 8_000 }, () =>
		Array.from({ length: 1 + random.below(4) }, () => random.pick(syllables)).join(""),
	);
}

/** An endless sequence of sentences, the same for the same seed. */
export function* saying(seed: number): Generator<string, never> {
	const random = chance(seed);
	const words = vocabulary(random);
	while (true) {
		const said = Array.from({ length: 6 + random.below(14) }, () => {
			// Squaring makes the first words more frequent, as in natural languages.
			return words[Math.floor(random.next() ** 2 * words.length)];
		}).join(" ");
		yield `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
	}
}

/** The next sentences, of at least `chars` characters in total. */
export function textOf(sentences: Generator<string, never>, chars: number): string {
	let text = "";
	while (text.length < chars) text += `${sentences.next().value} `;
	return text;
}

function linesOf(page: string): string[] {
	const width = Math.ceil(page.length / PAGE_LINES);
	return page.match(new RegExp(`.{1,${width}}(?= |$) ?`, "g")) ?? [];
}

function pdf(pages: number, pictureBytes: number): Uint8Array {
	const sentences = saying(pages);
	const lines = Array.from({ length: pages }, () => linesOf(textOf(sentences, PAGE_CHARS)));
	const picture = randomFillSync(new Uint8Array(pictureBytes));
	return makePdf({ pages: lines, packed: true, ...(pictureBytes > 0 && { picture }) });
}

/** A Word file with `pages` pages of text and `pictures` bytes of pictures. */
function docx(pages: number, pictures: number): Uint8Array {
	const sentences = saying(pages + 1);
	const body: string[] = [];
	for (let page = 0; page < pages; page++) {
		if (page % 10 === 0) body.push(wordParagraph(`Part ${page / 10 + 1}`, "berschrift1"));
		for (let paragraph = 0; paragraph < 4; paragraph++)
			body.push(wordParagraph(textOf(sentences, PAGE_CHARS / 4).trim()));
	}
	const media: Record<string, Uint8Array> = {};
	for (let at = 0; at < pictures; at += 2 * MIB)
		media[`word/media/image${at / MIB}.png`] = randomFillSync(
			new Uint8Array(Math.min(2 * MIB, pictures - at)),
		);
	return makeDocx(body.join(""), media);
}

export const LONG_DOCUMENTS: readonly LongDocument[] = [
	{ what: "PDF, text", name: "text.pdf", pages: 500, make: () => pdf(500, 0) },
	{ what: "PDF, a picture on each page", name: "pictures.pdf", pages: 500, make: () => pdf(500, 60_000) },
	{ what: "Word, text", name: "text.docx", pages: 500, make: () => docx(500, 0) },
	{
		what: "Word, 50 MB with pictures",
		name: "pictures.docx",
		pages: 2_000,
		make: () => docx(2_000, 48 * MIB),
	},
	{ what: "Word, 50 MB of text", name: "words.docx", pages: 50_000, make: () => docx(50_000, 0) },
];
