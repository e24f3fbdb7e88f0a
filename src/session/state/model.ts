import type { Change } from "../../protocol/files/change.ts";
import { isFileChange } from "../../protocol/files/is-file-change.ts";
import { apply, emptyState, type SessionState } from "../../protocol/stream/session-state.ts";
import type { ChunkOptions } from "../../protocol/text/chunk-options.ts";
import { ExpectedFiles } from "./expected-files.ts";
import { type Receipt, Receipts } from "./idempotency-records.ts";
import { Contents } from "./stored-objects.ts";

/** What the session knows and no reader is told: where the bytes lie, and what makes a repeated manifest known. */
export type Note =
	/** The file's bytes are the object of this name, and the server found them to have this SHA-256. */
	| { readonly file: number; readonly object: string; readonly sha256?: string }
	/** The file's bytes are fetched from a link; told again when more of it is known. */
	| { readonly file: number; readonly link: Link }
	/** The client said that the file's bytes will have this SHA-256. */
	| { readonly file: number; readonly declared: string }
	/** An upload of the file is under way, into the object of this name. */
	| { readonly file: number; readonly incoming: string | null }
	/** The batch was announced by the manifest of this hash, which numbered its files from `first` on. */
	| { readonly batch: number; readonly manifest: string; readonly first: number; readonly count: number }
	/** Documents of the batch are cut so from now on. */
	| { readonly batch: number; readonly chunks: ChunkOptions }
	/** A numbered command was answered. */
	| { readonly receipt: Receipt };

/** A note, and how many changes of its command (in a tick: of that tick, in a row: of that row) come before it. */
export interface PlacedNote {
	readonly after: number;
	readonly note: Note;
}

/** One manifest that a batch was announced with. */
export interface KnownManifest {
	readonly manifest: string;
	readonly first: number;
	readonly count: number;
}

/** Where the bytes of a file come from that nobody sends. Private: an address may hold a secret. */
export interface Link {
	readonly url: string;
	/** Whoever gave it said its name too. */
	readonly named: boolean;
	/** What tells these bytes from later ones behind the same address: an ETag, or a date (RFC 9110, 13.1.5). */
	readonly validator?: string;
}

/** Everything that a session is, in memory: the public state and the private notes, both folded from the journal. */
export interface Model {
	readonly state: SessionState;
	/** The stored objects by file number. */
	readonly objects: Contents;
	/** SHA-256 that clients declared, by file number: what comes must have it. */
	readonly declared: Map<number, string>;
	/** Where the bytes of files come from that came as links, by file number. */
	readonly links: Map<number, Link>;
	/** Names of objects that are being written, by file number. */
	readonly incoming: Map<number, string>;
	/** Announced files that wait for their bytes, by name. */
	readonly expected: ExpectedFiles;
	readonly manifests: Map<number, KnownManifest[]>;
	/** How documents are cut, by batch number; as usual where nobody said. */
	readonly chunking: Map<number, ChunkOptions>;
	/** The last ticket given to each batch, and the highest ticket that was ever called. */
	readonly tickets: Map<number, number>;
	/** What numbered commands were answered. */
	readonly receipts: Receipts;
	head: number;
	/** The highest numbers ever given; they are never given again. */
	lastFile: number;
	lastBatch: number;
}

/** A session in which nothing has happened yet. */
export function emptyModel(epoch: string): Model {
	return {
		state: emptyState(epoch),
		objects: new Contents(),
		declared: new Map(),
		links: new Map(),
		incoming: new Map(),
		expected: new ExpectedFiles(),
		manifests: new Map(),
		chunking: new Map(),
		tickets: new Map(),
		receipts: new Receipts(),
		head: 0,
		lastFile: 0,
		lastBatch: 0,
	};
}

/** Folds one public change. */
export function foldChange(model: Model, change: Change): void {
	const before = isFileChange(change) ? model.state.files.get(change.file) : undefined;
	apply(model.state, change);
	if (!isFileChange(change)) {
		model.lastBatch = Math.max(model.lastBatch, change.batch);
		if (!change.removed) return;
		model.manifests.delete(change.batch);
		model.chunking.delete(change.batch);
		return;
	}
	model.lastFile = Math.max(model.lastFile, change.file);
	const file = model.state.files.get(change.file);
	model.expected.change(before, file);
	if (typeof change.ticket === "number" && file) {
		model.tickets.set(file.batch, Math.max(model.tickets.get(file.batch) ?? 0, change.ticket));
	}
	if (change.state === "processing") model.head = Math.max(model.head, file?.ticket ?? 0);
	if (change.removed || change.state === "cancelled") {
		model.objects.delete(change.file);
		model.incoming.delete(change.file);
	}
	if (!change.removed) return;
	model.declared.delete(change.file);
	model.links.delete(change.file);
}

/** Folds one private note. */
export function foldNote(model: Model, note: Note): void {
	if ("receipt" in note) {
		model.receipts.keep(note.receipt);
	} else if ("manifest" in note) {
		const { batch, ...known } = note;
		model.manifests.set(batch, [...(model.manifests.get(batch) ?? []), known]);
	} else if ("chunks" in note) {
		model.chunking.set(note.batch, note.chunks);
	} else if ("link" in note) {
		model.links.set(note.file, note.link);
	} else if ("declared" in note) {
		model.declared.set(note.file, note.declared);
	} else if ("object" in note) {
		model.objects.set(note.file, note.object, note.sha256);
		model.incoming.delete(note.file);
	} else if (note.incoming === null) {
		model.incoming.delete(note.file);
	} else {
		model.incoming.set(note.file, note.incoming);
	}
}

/** The objects whose last files these changes remove or cancel: call it before the changes are folded. */
export function freedObjects(model: Model, changes: readonly Change[]): string[] {
	const going = new Set<number>();
	const freed = new Set<string>();
	for (const change of changes) {
		if (!isFileChange(change) || !(change.removed || change.state === "cancelled")) continue;
		going.add(change.file);
		const object = model.objects.get(change.file);
		if (object !== undefined) freed.add(object);
	}
	for (const object of freed)
		if ([...model.objects.filesOf(object)].some((file) => !going.has(file))) freed.delete(object);
	return [...freed];
}
