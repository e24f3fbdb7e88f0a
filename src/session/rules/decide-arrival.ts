import type { FileChange } from "../../protocol/files/change.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { ManifestEntry } from "../../protocol/files/manifest.ts";
import { STORED_STAGE } from "../../protocol/files/stages.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import type { ChunkOptions } from "../../protocol/text/chunk-options.ts";
import type { AnnouncedLink, Arrival, CommandOf } from "./command.ts";
import type { DecisionBuilder } from "./decision-builder.ts";
import { cleanName } from "./file-name.ts";
import { noSuchFile } from "./targets.ts";

function newFile(entry: ManifestEntry): Omit<FileChange, "file"> {
	const { name, path } = cleanName(entry.path ?? entry.name);
	return {
		name,
		...(path !== undefined && { path }),
		size: entry.size,
		...(entry.type && { type: entry.type }),
		...(entry.lastModified !== undefined && { lastModified: entry.lastModified }),
	};
}

/** The numbers that this very manifest got before; `undefined` when it is new, or some of its files were removed since. */
function numbersOf(builder: DecisionBuilder, batch: number, hash: string): number[] | undefined {
	const known = builder.model.manifests.get(batch)?.findLast(({ manifest }) => manifest === hash);
	if (known === undefined) return undefined;
	const numbers = Array.from({ length: known.count }, (_, index) => known.first + index);
	return numbers.every((n) => builder.model.state.files.has(n)) ? numbers : undefined;
}

type StoredBytes = Pick<Arrival, "object" | "sha256">;

/** An object that already holds the bytes an entry declares. Only hashes that the server computed itself count. */
function alreadyStored({ model }: DecisionBuilder, { sha256, size }: ManifestEntry): StoredBytes | undefined {
	if (sha256 === undefined) return undefined;
	for (const n of model.objects.filesWithHash(sha256)) {
		const object = model.objects.get(n);
		if (object !== undefined && model.state.files.get(n)?.size === size) return { object, sha256 };
	}
}

/** A new file whose bytes are stored. It passes through `uploading`, however briefly: dialects report every transition. */
function storeNew(
	builder: DecisionBuilder,
	file: number,
	batch: number,
	entry: ManifestEntry,
	{ object, sha256 }: StoredBytes,
): void {
	const ticket = builder.nextTicket(batch);
	builder.changes.push({ file, batch, ...newFile(entry), state: "uploading", at: builder.now });
	const queued = { state: "queued", stored: entry.size, ...STORED_STAGE, ticket } as const;
	builder.changes.push({ file, ...queued, at: builder.now });
	builder.addNote({ file, object, ...(sha256 !== undefined && { sha256 }) });
}

/** A new file whose bytes will be fetched. */
function expectLink(
	builder: DecisionBuilder,
	file: number,
	batch: number,
	entry: ManifestEntry,
	{ url, host, named }: AnnouncedLink,
): void {
	builder.changes.push({ file, batch, ...newFile(entry), host, state: "expected", at: builder.now });
	builder.addNote({ file, link: { url, named } });
}

/** Takes over what a link's server says about the bytes. */
export function describeLink(
	builder: DecisionBuilder,
	{ file: n, link: described }: CommandOf<"describe-link">,
): Problem | undefined {
	const file = builder.model.state.files.get(n);
	const link = builder.model.links.get(n);
	if (file === undefined || link === undefined) return noSuchFile(n);
	const { name, type, size, validator } = described;
	const newName = link.named || name === undefined ? {} : { name: cleanName(name).name };
	const applied = builder.apply(file, {
		type: "describe-link",
		size,
		...newName,
		...(type !== undefined && { claimed: type }),
	});
	if (!applied.ok) return applied.problem;
	const { url, named } = link;
	builder.addNote({ file: n, link: { url, named, ...(validator !== undefined && { validator }) } });
	builder.results.push(ok(n));
}

function keepChunkOptions(builder: DecisionBuilder, batch: number, chunks: ChunkOptions | undefined): void {
	const known = builder.model.chunking.get(batch);
	if (chunks && (known?.size !== chunks.size || known.overlap !== chunks.overlap))
		builder.addNote({ batch, chunks });
}

/** Numbers the files of a manifest; the same manifest again gets the same numbers. One without files only sets options. */
export function announce(builder: DecisionBuilder, command: CommandOf<"announce">): Problem | undefined {
	const batch = builder.openBatch(command.key);
	if (!batch.ok) return batch.problem;
	keepChunkOptions(builder, batch.value, command.chunks);
	if (command.entries.length === 0) return;
	const known = numbersOf(builder, batch.value, command.hash);
	if (known) {
		builder.results.push(...known.map(ok));
		return;
	}
	const capacity = builder.checkCapacity(command.entries.length);
	if (!capacity.ok) return capacity.problem;
	const numbers = command.entries.map((entry, index) => {
		const file = builder.nextFileNumber();
		const link = command.links?.[index];
		const stored = alreadyStored(builder, entry);
		if (link) expectLink(builder, file, batch.value, entry, link);
		else if (stored) storeNew(builder, file, batch.value, entry, stored);
		else
			builder.changes.push({
				file,
				batch: batch.value,
				...newFile(entry),
				state: "expected",
				at: builder.now,
			});
		if (entry.sha256) builder.addNote({ file, declared: entry.sha256 });
		builder.results.push(ok(file));
		return file;
	});
	builder.addNote({
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
		`"${file.name}" was announced with ${file.size} bytes but ${size} came. Send the whole file, or announce it again.`,
	);
}

/** Bytes whose hash was not computed are accepted as they are, but never shared with another file. */
export function hashProblem(
	{ name }: FileRecord,
	declared: string | undefined,
	found: string | undefined,
): Problem | undefined {
	if (declared === undefined || found === undefined || declared === found) return;
	return problem(
		"checksum-mismatch",
		`"${name}" was announced with another SHA-256 than its bytes have. Nothing was stored. Send the right file, or announce it again.`,
	);
}

/** Marks a file as being uploaded into an object. */
export function begin(builder: DecisionBuilder, command: CommandOf<"begin">): Problem | undefined {
	const file = builder.model.state.files.get(command.file);
	if (file === undefined) return noSuchFile(command.file);
	if (command.size !== undefined) {
		const wrong = sizeProblem(file, command.size);
		if (wrong) return wrong;
	}
	const applied = builder.apply(file, { type: "begin" });
	if (!applied.ok) return applied.problem;
	builder.addNote({ file: file.n, incoming: command.object });
	builder.results.push(ok(file.n));
}

/** The announced file that one sent under its name only must be: same name and size, and still expected. */
function announcedAs(
	builder: DecisionBuilder,
	key: string,
	entry: ManifestEntry,
	taken: Set<number>,
): FileRecord | undefined {
	const batch = builder.model.state.keys.get(key);
	if (batch === undefined || !builder.model.manifests.has(batch)) return undefined;
	const { name, path } = cleanName(entry.path ?? entry.name);
	for (const n of builder.model.expected.matching({ batch, name, size: entry.size })) {
		const file = builder.model.state.files.get(n);
		if (file && !taken.has(n) && (path === undefined || file.path === path)) return file;
	}
}

/** A resumable upload begins: of the file it names, of the announced one of that name and size, or of a new one. */
export function beginUpload(
	builder: DecisionBuilder,
	command: CommandOf<"begin-upload">,
): Problem | undefined {
	const { object, size, to } = command;
	const announced =
		"key" in to && size !== null ? announcedAs(builder, to.key, to.entry, new Set()) : undefined;
	const n = "file" in to ? to.file : announced?.n;
	if (n !== undefined) {
		const known = size === null ? {} : { size };
		return begin(builder, { type: "begin", file: n, object, ...known });
	}
	if (!("key" in to)) return;
	const capacity = builder.checkCapacity(1);
	if (!capacity.ok) return capacity.problem;
	const batch = builder.openBatch(to.key);
	if (!batch.ok) return batch.problem;
	const file = builder.nextFileNumber();
	const entry = newFile({ ...to.entry, size: size ?? 0 });
	builder.changes.push({ file, batch: batch.value, ...entry, state: "uploading", at: builder.now });
	builder.addNote({ file, incoming: object });
	if (to.entry.sha256) builder.addNote({ file, declared: to.entry.sha256 });
	builder.results.push(ok(file));
}

/** Gives each arrival its place, or a refusal of its own. */
export function store(builder: DecisionBuilder, command: CommandOf<"store">): undefined {
	const taken = new Set<number>();
	for (const arrival of command.arrivals) builder.results.push(storeOne(builder, arrival, taken));
}

function storeOne(builder: DecisionBuilder, arrival: Arrival, taken: Set<number>): Result<number, Problem> {
	const announced =
		"key" in arrival.to ? announcedAs(builder, arrival.to.key, arrival.to.entry, taken) : undefined;
	const to = announced ? { file: announced.n } : arrival.to;
	return "key" in to ? storeAsNew(builder, arrival, to) : storeExpected(builder, arrival, to.file, taken);
}

function storeAsNew(
	builder: DecisionBuilder,
	arrival: Arrival,
	{ key, entry }: { readonly key: string; readonly entry: ManifestEntry },
): Result<number, Problem> {
	const capacity = builder.checkCapacity(1);
	if (!capacity.ok) return capacity;
	const batch = builder.openBatch(key);
	if (!batch.ok) return batch;
	const file = builder.nextFileNumber();
	storeNew(builder, file, batch.value, { ...entry, size: arrival.size }, arrival);
	return ok(file);
}

function storeExpected(
	builder: DecisionBuilder,
	{ object, size, sha256, begunAs }: Arrival,
	n: number,
	taken: Set<number>,
): Result<number, Problem> {
	const file = builder.model.state.files.get(n);
	if (file === undefined) return refuse(noSuchFile(n));
	if (taken.has(n)) {
		const detail = `File ${n} appears twice in this form. The first one was kept.`;
		return refuse(problem("already-stored", detail));
	}
	const wrong = sizeProblem(file, size) ?? hashProblem(file, builder.model.declared.get(n), sha256);
	if (wrong) return refuse(wrong);
	const incoming = builder.model.incoming.get(n);
	if (file.state === "uploading" && incoming !== undefined && incoming !== (begunAs ?? object)) {
		return refuse(problem("wrong-state", "Another upload of this file has begun since. That one counts."));
	}
	// As in storeNew: dialects report every transition.
	if (file.state === "expected") builder.changes.push({ file: n, state: "uploading", at: builder.now });
	const applied = builder.apply(file, { type: "store", size, ticket: builder.nextTicket(file.batch) });
	if (!applied.ok) return applied;
	taken.add(n);
	builder.addNote({ file: n, object, ...(sha256 !== undefined && { sha256 }) });
	return ok(n);
}
