import type { Change } from "../../protocol/files/change.ts";
import { isFileChange } from "../../protocol/files/is-file-change.ts";
import { ReadingIndex } from "../../protocol/files/reading-index.ts";
import { apply, emptyState, type SessionState } from "../../protocol/stream/session-state.ts";
import type { ChunkOptions } from "../../protocol/text/chunk-options.ts";
import { ExpectedFiles } from "./expected-files.ts";
import { type IdempotencyRecord, IdempotencyRecords } from "./idempotency-records.ts";
import { SidecarIndex } from "./sidecar-index.ts";
import { StoredObjects } from "./stored-objects.ts";

/** What the session remembers and no reader sees. Notes ride in the journal row of their command, so their JSON is a stored format. */
export type Note =
	/** The file's bytes are the object of this name; `sha256` when the server computed it. */
	| { readonly file: number; readonly object: string; readonly sha256?: string }
	/** The file's bytes are fetched from a link; noted again when more of the link is known. */
	| { readonly file: number; readonly link: Link }
	/** The SHA-256 that the client announced for the file's bytes. */
	| { readonly file: number; readonly declared: string }
	/** An upload of the file is under way, into the object of this name; `null` when it broke off. */
	| { readonly file: number; readonly incoming: string | null }
	/** The recording was read and has no words; these caption files were tried. `null`: it has words now. */
	| { readonly file: number; readonly wordless: readonly number[] | null }
	/** The batch was announced by the manifest of this hash, which numbered its files from `first` on. */
	| { readonly batch: number; readonly manifest: string; readonly first: number; readonly count: number }
	/** How documents of the batch are cut into chunks from now on. */
	| { readonly batch: number; readonly chunks: ChunkOptions }
	/** The answer to a command with an idempotency key. */
	| { readonly receipt: IdempotencyRecord };

/** A note, and how many changes come before it: of its command, its tick, or its row. */
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

/** Where the bytes of a linked file come from. Never public: an address may hold a secret. */
export interface Link {
	readonly url: string;
	/** The caller named the file too, so the server's name for it does not count. */
	readonly named: boolean;
	/** Tells these bytes from later ones at the same address: an ETag or a date, for `If-Range` (RFC 9110 §13.1.5). */
	readonly validator?: string;
}

/** A session in memory: the public state and the private notes, both folded from the journal. */
export interface Model {
	readonly state: SessionState;
	/** Stored objects by file number. */
	readonly objects: StoredObjects;
	/** The SHA-256 that clients declared, by file number: the bytes that come must have it. */
	readonly declared: Map<number, string>;
	/** Links by file number. */
	readonly links: Map<number, Link>;
	/** Objects that are being written, by file number. */
	readonly incoming: Map<number, string>;
	/** Announced files that wait for their bytes, by name. */
	readonly expected: ExpectedFiles;
	/** Recordings and their caption files. */
	readonly sidecars: SidecarIndex;
	readonly manifests: Map<number, KnownManifest[]>;
	/** How documents are cut into chunks, by batch number; the default where nothing was asked. */
	readonly chunking: Map<number, ChunkOptions>;
	/** The last ticket given in each batch. */
	readonly tickets: Map<number, number>;
	readonly idempotency: IdempotencyRecords;
	/** The highest ticket that was ever called. */
	head: number;
	/** The highest numbers ever given; numbers are never reused. */
	lastFile: number;
	lastBatch: number;
}

/** A session in which nothing has happened yet. */
export function emptyModel(epoch: string): Model {
	return {
		state: { ...emptyState(epoch), readingIndex: new ReadingIndex() },
		objects: new StoredObjects(),
		declared: new Map(),
		links: new Map(),
		incoming: new Map(),
		expected: new ExpectedFiles(),
		sidecars: new SidecarIndex(),
		manifests: new Map(),
		chunking: new Map(),
		tickets: new Map(),
		idempotency: new IdempotencyRecords(),
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
	model.expected.update(before, file);
	model.sidecars.update(before, file);
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
		model.idempotency.add(note.receipt);
	} else if ("manifest" in note) {
		const { batch, ...known } = note;
		model.manifests.set(batch, [...(model.manifests.get(batch) ?? []), known]);
	} else if ("chunks" in note) {
		model.chunking.set(note.batch, note.chunks);
	} else if ("link" in note) {
		model.links.set(note.file, note.link);
	} else if ("declared" in note) {
		model.declared.set(note.file, note.declared);
	} else if ("wordless" in note) {
		model.sidecars.setWordless(note.file, note.wordless);
	} else if ("object" in note) {
		model.objects.set(note.file, note.object, note.sha256);
		model.incoming.delete(note.file);
	} else if (note.incoming === null) {
		model.incoming.delete(note.file);
	} else {
		model.incoming.set(note.file, note.incoming);
	}
}

/** Objects whose last file these changes remove or cancel. Call it before the changes are folded. */
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
