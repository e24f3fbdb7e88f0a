/**
 * Queries about the sample documents, each with words of a passage that answers it. Half are keywords, half are
 * natural questions; some use different words from the text. Written before anything was measured.
 */
export interface Question {
	readonly asked: string;
	/** Any passage that contains this, in any document, is an answer. */
	readonly answer: string;
}

export const QUESTIONS: readonly Question[] = [
	{ asked: "hanging indent poetry", answer: "a line of poetry retains its individual identity" },
	{
		asked: "How do I convert a Word document to EPUB?",
		answer: "Convert this document to a modern ebook format",
	},
	{ asked: "which typeface has letters of the same width", answer: "every letter has the same width" },
	{ asked: "table widths percentages", answer: "you should set their widths using percentages" },
	{ asked: "How many students does Cedar University have?", answer: "Cedar University | 110" },
	{ asked: "calendar December 2007", answer: "December 2007" },
	{ asked: "What happens to footnotes in an ebook?", answer: "make them clickable endnotes" },
	{ asked: "dropcaps beginning of a section", answer: "caps are used to emphasize the leading paragraph" },
	{ asked: "What kinds of links are supported?", answer: "Two kinds of links are possible" },
	{ asked: "bullet image", answer: "This bullet uses an image as the bullet item" },
	{ asked: "Are fancy bullets supported?", answer: "lists that use fancy bullets" },
	{ asked: "backlink return position endnote", answer: "an additional backlink to make it easy to return" },
	{ asked: "what to buy pens pencils scissors", answer: "Pens | 3" },
	{ asked: "explicit implicit", answer: "Explicit is better than implicit" },
	{ asked: "What should one do in the face of ambiguity?", answer: "refuse the temptation to guess" },
	{ asked: "namespaces honking idea", answer: "Namespaces are one honking great idea" },
	{
		asked: "Is a hard to explain implementation a good idea?",
		answer: "If the implementation is hard to explain",
	},
	{ asked: "capital of Indonesia", answer: "Jakarta" },
	{ asked: "Who are the round pegs in the square holes?", answer: "The round pegs in the square holes" },
	{ asked: "laboratory on wheels red planet", answer: "gaze at a red planet" },
	{
		asked: "people crazy enough to change the world",
		answer: "crazy enough to think they can change the world",
	},
	{ asked: "Is Creative Commons a law firm?", answer: "is not a law firm" },
	{ asked: "What does Adapted Material mean?", answer: "Adapted Material means material subject" },
	{ asked: "royalties waive collecting society", answer: "waives any right to" },
	{ asked: "Are patents licensed?", answer: "Patent and trademark rights are not licensed" },
	{ asked: "moral rights integrity", answer: "Moral rights, such as the right of integrity" },
	{ asked: "European directive on databases 1996", answer: "Directive 96/9/EC" },
	{
		asked: "Does the license end when I break it?",
		answer: "rights under this Public License terminate automatically",
	},
	{ asked: "Jordanscher Kurvensatz", answer: "Jordanscher Kurvensatz" },
	{ asked: "Wer hat die Vorlesung gehalten?", answer: "Vorlesung von Prof. Dr. Herrlich" },
	{ asked: "Was kostet das Skript in A5?", answer: "für 10 Euro" },
	{ asked: "Satz von Gauß-Bonnet", answer: "Satz von Gauß-Bonnet" },
	{ asked: "Eulersche Polyederformel konvexes Polyeder", answer: "Eulersche Polyederformel" },
	{ asked: "Ist das Möbiusband orientierbar?", answer: "ist nicht orientierbar" },
	{ asked: "Definition Möbiustransformation", answer: "heißt Möbiustransformation" },
	{ asked: "Was ist ein Knoten?", answer: "heißt Knoten" },
	{ asked: "Lässt sich eine Kugel zu einem Torus verformen?", answer: "Kugeloberfläche S2 lässt sich" },
	{ asked: "fingerprint", answer: "Fingerprint: asdfSa2123" },
	{ asked: "What did the tachyon do?", answer: "A tachyon walks into a bar" },
	{ asked: "text annotation", answer: "This is a text annotation" },
];
