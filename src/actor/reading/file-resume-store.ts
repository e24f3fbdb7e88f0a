import { type Desk, PausedError, type Step, type TextPart } from "../../extract/resume-store.ts";
import type { Json } from "../../protocol/files/facts.ts";
import type { Chunk } from "../../protocol/text/chunk.ts";
import type { TextTables } from "../../session/store/text-tables.ts";

/** What a desk needs of the actor. */
export interface DeskPorts {
	readonly tables: TextTables;
	/** The file's number. */
	readonly file: number;
	/** When its turn is over; milliseconds since 1970. */
	readonly until: number;
	now(): number;
	/** Whether the file is still being read: it may have been cancelled or removed, or the session ended. */
	wanted(): boolean;
	transaction(work: () => void): void;
}

/** The desk of one file in the session's rows: what is kept survives the isolate. */
export class FileDesk implements Desk {
	readonly #ports: DeskPorts;
	/** A turn that kept nothing goes on, however late it is: else a long first step would begin anew for ever. */
	#kept = false;

	constructor(ports: DeskPorts) {
		this.#ports = ports;
	}

	note(): Json | undefined {
		const { note } = this.#ports.tables.reading(this.#ports.file);
		return note === null ? undefined : (JSON.parse(note) as Json);
	}

	keep({ note, parts, partsDone, chunks = [], search }: Step): void {
		const { tables, file, transaction, wanted } = this.#ports;
		if (!wanted()) throw new PausedError();
		transaction(() => {
			const before = tables.reading(file);
			if (parts) tables.putSheaf(file, before.sheaves, JSON.stringify(parts));
			for (const chunk of chunks) tables.putChunk(file, chunk);
			if (partsDone) tables.dropSheaves(file);
			if (search) tables.index(file, search.from, search.to);
			tables.putReading(file, {
				note: JSON.stringify(note),
				sheaves: partsDone ? 0 : before.sheaves + (parts ? 1 : 0),
				chunks: before.chunks + chunks.length,
				searchable: search?.to ?? before.searchable,
			});
		});
		this.#kept = true;
	}

	parts(sheaf: number): readonly TextPart[] | undefined {
		const body = this.#ports.tables.sheaf(this.#ports.file, sheaf);
		return body === undefined ? undefined : (JSON.parse(body) as TextPart[]);
	}

	chunks(from: number, count: number): readonly Chunk[] {
		return this.#ports.tables.chunks(this.#ports.file, from, count);
	}

	async breathe(): Promise<void> {
		await new Promise<void>((resolve) => setTimeout(resolve, 0));
		const { now, until, wanted } = this.#ports;
		if (!wanted() || (this.#kept && now() > until)) throw new PausedError();
	}
}
