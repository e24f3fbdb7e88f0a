import type { FileChange } from "../../protocol/files/change.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { ManifestEntry } from "../../protocol/files/manifest.ts";
import { STORED_STAGE } from "../../protocol/files/stages.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import type { ChunkOptions } from "../../protocol/text/chunk-options.ts";
import type { AnnouncedLink, Arrival, Command } from "./command.ts";
import type { Draft } from "./decision-builder.ts";
import { cleanName } from "./file-name.ts";
import { noSuchFile } from "./targets.ts";

function created(entry: ManifestEntry): Omit<FileChange, "file"> {
	const { name, path } = cleanName(entry.path ?? entry.name);
	return {
		name,
		...(path !== undefined && { path }),
		size: entry.size,
		...(entry.type && { type: entry.type }),
		...(entry.lastModified !== undefined && { lastModified: entry.lastModified }),
	};
}

/** The numbers that this very manifest was given; `undefined` when it is new, or some of its files were removed since. */
function numbersOf(draft: Draft, batch: number, hash: string): number[] | undefined {
	const known = draft.model.manifests.get(batch)?.findLast(({ manifest }) => manifest === hash);
	if (known === undefined) return undefined;
	const numbers = Array.from({ length: known.count }, (_, index) => known.first + index);
	return numbers.every((n) => draft.model.state.files.has(n)) ? numbers : undefined;
}

/** Bytes in storage, and what the server found them to be. */
type Stored = Pick<Arrival, "object" | "sha256">;

/** An object that holds the very bytes which an entry declares, as the server found out itself. */
function twinOf({ model }: Draft, { sha256, size }: ManifestEntry): Stored | undefined {
	if (sha256 === undefined) return undefined;
	for (const n of model.objects.like(sha256)) {
		const object = model.objects.get(n);
		if (object !== undefined && model.state.files.get(n)?.size === size) return { object, sha256 };
	}
}

/** A new file whose bytes lie in storage: it is seen to upload, however short the moment was. */
function storeNew(
	draft: Draft,
	file: number,
	batch: number,
	entry: ManifestEntry,
	{ object, sha256 }: Stored,
): void {
	const ticket = draft.ticket(batch);
	draft.changes.push({ file, batch, ...created(entry), state: "uploading", at: draft.now });
	const queued = { state: "queued", stored: entry.size, ...STORED_STAGE, ticket } as const;
	draft.changes.push({ file, ...queued, at: draft.now });
	draft.note({ file, object, ...(sha256 !== undefined && { sha256 }) });
}

/** A new file whose bytes will be fetched. */
function expectLink(
	draft: Draft,
	file: number,
	batch: number,
	entry: ManifestEntry,
	{ url, host, named }: AnnouncedLink,
): void {
	draft.changes.push({ file, batch, ...created(entry), host, state: "expected", at: draft.now });
	draft.note({ file, link: { url, named } });
}

/** Takes in what the server of a link tells. */
export function learn(
	draft: Draft,
	{ file: n, told }: Extract<Command, { type: "learn" }>,
): Problem | undefined {
	const file = draft.model.state.files.get(n);
	const link = draft.model.links.get(n);
	if (file === undefined || link === undefined) return noSuchFile(n);
	const { name, type, size, validator } = told;
	const called = link.named || name === undefined ? {} : { name: cleanName(name).name };
	const stepped = draft.step(file, {
		type: "learn",
		size,
		...called,
		...(type !== undefined && { claimed: type }),
	});
	if (!stepped.ok) return stepped.problem;
	const { url, named } = link;
	draft.note({ file: n, link: { url, named, ...(validator !== undefined && { validator }) } });
	draft.outcomes.push(ok(n));
}

/** Keeps how documents of a batch are cut, where that is new. */
function keepChunkOptions(draft: Draft, batch: number, chunks: ChunkOptions | undefined): void {
	const known = draft.model.chunking.get(batch);
	if (chunks && (known?.size !== chunks.size || known.overlap !== chunks.overlap))
		draft.note({ batch, chunks });
}

/** Numbers the files of a manifest; the same manifest again gives the same numbers. One without files only has options. */
export function announce(draft: Draft, command: Extract<Command, { type: "announce" }>): Problem | undefined {
	const batch = draft.batch(command.key);
	if (!batch.ok) return batch.problem;
	keepChunkOptions(draft, batch.value, command.chunks);
	if (command.entries.length === 0) return;
	const known = numbersOf(draft, batch.value, command.hash);
	if (known) {
		draft.outcomes.push(...known.map(ok));
		return;
	}
	const room = draft.room(command.entries.length);
	if (!room.ok) return room.problem;
	const numbers = command.entries.map((entry, index) => {
		const file = draft.number();
		const link = command.links?.[index];
		const twin = twinOf(draft, entry);
		if (link) expectLink(draft, file, batch.value, entry, link);
		else if (twin) storeNew(draft, file, batch.value, entry, twin);
		else
			draft.changes.push({ file, batch: batch.value, ...created(entry), state: "expected", at: draft.now });
		if (entry.sha256) draft.note({ file, declared: entry.sha256 });
		draft.outcomes.push(ok(file));
		return file;
	});
	draft.note({
		batch: batch.value,
		manifest: command.hash,
		first: numbers[0] ?? 0,
		count: numbers.length,
	});
}

function sizeProblem(file: FileRecord, size: number): Problem | undefined {
	if (size === file.size) return;
	const code = size < file.size ? "body-too-short" : "body-too-long";
	return problem(
		code,
		`"${file.name}" was announced with ${file.size} bytes but ${size} came. Send the whole file, or announce it anew.`,
	);
}

/** Bytes that nobody has hashed are taken as they are, but never shared. */
export function hashProblem(
	{ name }: FileRecord,
	declared: string | undefined,
	found: string | undefined,
): Problem | undefined {
	if (declared === undefined || found === undefined || declared === found) return;
	return problem(
		"checksum-mismatch",
		`"${name}" was announced with another SHA-256 than its bytes have. None of them were kept. Send the right file, or announce it anew.`,
	);
}

/** Marks a file as being uploaded into an object. */
export function begin(draft: Draft, command: Extract<Command, { type: "begin" }>): Problem | undefined {
	const file = draft.model.state.files.get(command.file);
	if (file === undefined) return noSuchFile(command.file);
	if (command.size !== undefined) {
		const wrong = sizeProblem(file, command.size);
		if (wrong) return wrong;
	}
	const stepped = draft.step(file, { type: "begin" });
	if (!stepped.ok) return stepped.problem;
	draft.note({ file: file.n, incoming: command.object });
	draft.outcomes.push(ok(file.n));
}

/** A file that came by its name only is the announced one of that name and size, if there is one that still waits. */
function announcedAs(
	draft: Draft,
	key: string,
	entry: ManifestEntry,
	taken: Set<number>,
): FileRecord | undefined {
	const batch = draft.model.state.keys.get(key);
	if (batch === undefined || !draft.model.manifests.has(batch)) return undefined;
	const { name, path } = cleanName(entry.path ?? entry.name);
	for (const n of draft.model.expected.like({ batch, name, size: entry.size })) {
		const file = draft.model.state.files.get(n);
		if (file && !taken.has(n) && (path === undefined || file.path === path)) return file;
	}
}

/** A resumable upload begins: of the file it names, of the announced one of that name and size, or of a new one. */
export function receive(draft: Draft, command: Extract<Command, { type: "receive" }>): Problem | undefined {
	const { object, size, to } = command;
	const announced =
		"key" in to && size !== null ? announcedAs(draft, to.key, to.entry, new Set()) : undefined;
	const n = "file" in to ? to.file : announced?.n;
	if (n !== undefined) {
		const known = size === null ? {} : { size };
		return begin(draft, { type: "begin", file: n, object, ...known });
	}
	if (!("key" in to)) return;
	const room = draft.room(1);
	if (!room.ok) return room.problem;
	const batch = draft.batch(to.key);
	if (!batch.ok) return batch.problem;
	const file = draft.number();
	const entry = created({ ...to.entry, size: size ?? 0 });
	draft.changes.push({ file, batch: batch.value, ...entry, state: "uploading", at: draft.now });
	draft.note({ file, incoming: object });
	if (to.entry.sha256) draft.note({ file, declared: to.entry.sha256 });
	draft.outcomes.push(ok(file));
}

function storeOne(draft: Draft, arrival: Arrival, taken: Set<number>): Result<number, Problem> {
	const { object, size, sha256 } = arrival;
	const announced =
		"key" in arrival.to ? announcedAs(draft, arrival.to.key, arrival.to.entry, taken) : undefined;
	const to = announced ? { file: announced.n } : arrival.to;
	if ("key" in to) {
		const room = draft.room(1);
		if (!room.ok) return room;
		const batch = draft.batch(to.key);
		if (!batch.ok) return batch;
		const file = draft.number();
		storeNew(draft, file, batch.value, { ...to.entry, size }, arrival);
		return ok(file);
	}
	const file = draft.model.state.files.get(to.file);
	if (file === undefined) return refuse(noSuchFile(to.file));
	if (taken.has(file.n))
		return refuse(
			problem("already-stored", `File ${file.n} stands twice in this form. The first one was kept.`),
		);
	const wrong = sizeProblem(file, size) ?? hashProblem(file, draft.model.declared.get(file.n), sha256);
	if (wrong) return refuse(wrong);
	const incoming = draft.model.incoming.get(file.n);
	if (file.state === "uploading" && incoming !== undefined && incoming !== (arrival.begunAs ?? object)) {
		return refuse(problem("wrong-state", "Another upload of this file has begun since. That one counts."));
	}
	// Every file is seen to upload, however short the moment was: a dialect tells each transition.
	if (file.state === "expected") draft.changes.push({ file: file.n, state: "uploading", at: draft.now });
	const stepped = draft.step(file, { type: "store", size, ticket: draft.ticket(file.batch) });
	if (!stepped.ok) return stepped;
	taken.add(file.n);
	draft.note({ file: file.n, object, ...(sha256 !== undefined && { sha256 }) });
	return ok(file.n);
}

/** Gives each arrival its place, or a refusal of its own. */
export function store(draft: Draft, command: Extract<Command, { type: "store" }>): undefined {
	const taken = new Set<number>();
	for (const arrival of command.arrivals) draft.outcomes.push(storeOne(draft, arrival, taken));
}
