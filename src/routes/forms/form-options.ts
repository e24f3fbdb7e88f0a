import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import {
	type ChunkOptions,
	chunkOptions,
	DEFAULT_CHUNK_TOKENS,
	MAX_CHUNK_TOKENS,
	MIN_CHUNK_TOKENS,
} from "../../protocol/text/chunk-options.ts";
import type { Door } from "../../session/rpc/session-rpc.ts";

/** The fields of a form that say how its documents are cut. */
const CHUNK_SIZE = "chunk_size";
const CHUNK_OVERLAP = "chunk_overlap";

const MALFORMED = problem(
	"malformed",
	`${CHUNK_SIZE} is a number of tokens from ${MIN_CHUNK_TOKENS} to ${MAX_CHUNK_TOKENS}, ${CHUNK_OVERLAP} one up to half of it.`,
);

function numberOf(text: string): number {
	return /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
}

/** How documents are wanted to be cut, as the fields of a form say it; nothing where they do not. */
export function readChunkFields(
	fields: ReadonlyMap<string, string>,
): Result<ChunkOptions | undefined, Problem> {
	const [size, overlap] = [fields.get(CHUNK_SIZE)?.trim(), fields.get(CHUNK_OVERLAP)?.trim()];
	if (!size && !overlap) return ok(undefined);
	const parsed = chunkOptions.safeParse({
		size: size ? numberOf(size) : DEFAULT_CHUNK_TOKENS,
		...(overlap && { overlap: numberOf(overlap) }),
	});
	return parsed.success ? ok(parsed.data) : refuse(MALFORMED);
}

/** Whose form it is. */
export interface FormCaller {
	readonly proof: string;
	readonly door: Pick<Door, "announce">;
}

/** The options of a batch that come with a form: told to the session before the files that stand behind them. */
export class FormOptions {
	readonly #caller: FormCaller;
	readonly #key: string;
	readonly #fields = new Map<string, string>();
	#isNews = false;
	#wrong: Problem | undefined;

	constructor(caller: FormCaller, key: string) {
		this.#caller = caller;
		this.#key = key;
	}

	field(name: string, text: string): void {
		this.#fields.set(name, text);
		this.#isNews ||= name === CHUNK_SIZE || name === CHUNK_OVERLAP;
	}

	/** Tells the session what is new. Answers what is wrong with it; then the form is refused. */
	async settle(): Promise<Problem | undefined> {
		if (!this.#isNews || this.#wrong) return this.#wrong;
		this.#isNews = false;
		const chunks = readChunkFields(this.#fields);
		if (!chunks.ok) this.#wrong = chunks.problem;
		else if (chunks.value) {
			const { door, proof } = this.#caller;
			const told = await door.announce(proof, this.#key, { entries: [], chunks: chunks.value, hash: "" });
			if (!told.ok) this.#wrong = told.problem;
		}
		return this.#wrong;
	}
}
