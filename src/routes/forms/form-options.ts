import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import {
	type ChunkOptions,
	chunkOptions,
	DEFAULT_CHUNK_TOKENS,
	MAX_CHUNK_TOKENS,
	MIN_CHUNK_TOKENS,
} from "../../protocol/text/chunk-options.ts";
import type { SessionRpc } from "../../session/rpc/session-rpc.ts";

/** Form fields that set how documents are split into chunks. */
const CHUNK_SIZE = "chunk_size";
const CHUNK_OVERLAP = "chunk_overlap";

const MALFORMED = problem(
	"malformed",
	`${CHUNK_SIZE} must be a number of tokens from ${MIN_CHUNK_TOKENS} to ${MAX_CHUNK_TOKENS}, and ${CHUNK_OVERLAP} at most half of it.`,
);

function parseNumber(text: string): number {
	return /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
}

/** Reads the chunk options from a form's fields; `undefined` when it has none. */
export function readChunkFields(
	fields: ReadonlyMap<string, string>,
): Result<ChunkOptions | undefined, Problem> {
	const [size, overlap] = [fields.get(CHUNK_SIZE)?.trim(), fields.get(CHUNK_OVERLAP)?.trim()];
	if (!size && !overlap) return ok(undefined);
	const parsed = chunkOptions.safeParse({
		size: size ? parseNumber(size) : DEFAULT_CHUNK_TOKENS,
		...(overlap && { overlap: parseNumber(overlap) }),
	});
	return parsed.success ? ok(parsed.data) : refuse(MALFORMED);
}

/** The parts of `Caller` that options need. */
export interface FormCaller {
	readonly tokenHash: string;
	readonly session: Pick<SessionRpc, "announce">;
}

/** A batch's options in a form. The session must have them before it gets the files that follow them. */
export class FormOptions {
	readonly #caller: FormCaller;
	readonly #key: string;
	readonly #fields = new Map<string, string>();
	#isDirty = false;
	#problem: Problem | undefined;

	constructor(caller: FormCaller, key: string) {
		this.#caller = caller;
		this.#key = key;
	}

	/** Takes a form field; fields that are no options are ignored. */
	set(name: string, text: string): void {
		this.#fields.set(name, text);
		this.#isDirty ||= name === CHUNK_SIZE || name === CHUNK_OVERLAP;
	}

	/** Sends changed options to the session. Returns the problem when they are invalid: then the form is refused. */
	async flush(): Promise<Problem | undefined> {
		if (!this.#isDirty || this.#problem) return this.#problem;
		this.#isDirty = false;
		const chunks = readChunkFields(this.#fields);
		if (!chunks.ok) this.#problem = chunks.problem;
		else if (chunks.value) {
			const { session, tokenHash } = this.#caller;
			const announced = await session.announce(tokenHash, this.#key, {
				entries: [],
				chunks: chunks.value,
				hash: "",
			});
			if (!announced.ok) this.#problem = announced.problem;
		}
		return this.#problem;
	}
}
