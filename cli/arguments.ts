import { parseArgs } from "node:util";
import { batchKey } from "../src/protocol/files/manifest.ts";
import { ok, type Result, refuse } from "../src/protocol/result.ts";
import { parseBytes } from "./byte-amount.ts";
import { isTableFormat, TABLE_FORMATS, type TableFormat } from "./facts/write-table.ts";
import { words } from "./words/words.ts";

/** Where `npm start` serves. */
const DEFAULT_SERVER = "http://localhost:8787";

/** The most requests at once that may be asked for; more would only wait in the server. */
const MAX_PARALLEL = 64;

/** The most files that `load` generates: as many as one session holds. */
const MAX_LOAD_FILES = 50_000;

/** The smallest file that `load` generates, in bytes: a photo with its EXIF block. */
export const MIN_LOAD_BYTES = 1_000;

/** Options of both commands. */
interface CommonOptions {
	/** Without a slash at the end. */
	readonly server: string;
	readonly batch?: string;
	readonly parallel?: number;
	/** Bytes a second. */
	readonly limit?: number;
	readonly quiet: boolean;
}

/** Uploads files and folders, and writes what was found in them. */
export interface SendCommand extends CommonOptions {
	readonly command: "send";
	readonly roots: readonly string[];
	readonly hidden: boolean;
	readonly include: readonly string[];
	readonly exclude: readonly string[];
	/** Absent: not specified; `none`: write no facts. */
	readonly format?: TableFormat | "none";
	readonly columns?: readonly string[];
	readonly out?: string;
	/** Continues the last run of the same files. */
	readonly resume: boolean;
	/** Deletes the session and everything in it at the end. */
	readonly forget: boolean;
}

/** Generates photos in memory and measures how fast they are uploaded and read. */
export interface LoadCommand extends CommonOptions {
	readonly command: "load";
	readonly files: number;
	/** Bytes of each. */
	readonly size: number;
	readonly seed: number;
	/** Keeps the session on the server. */
	readonly keep: boolean;
	/** Prints the numbers as JSON. */
	readonly json: boolean;
}

/** A parsed command line. */
export type CliCommand =
	| SendCommand
	| LoadCommand
	| { readonly command: "help" }
	| { readonly command: "version" };

const OPTIONS = {
	to: { type: "string" },
	batch: { type: "string" },
	parallel: { type: "string" },
	limit: { type: "string" },
	quiet: { type: "boolean", short: "q" },
	forget: { type: "boolean" },
	keep: { type: "boolean" },
	json: { type: "boolean" },
	hidden: { type: "boolean" },
	include: { type: "string", multiple: true },
	exclude: { type: "string", multiple: true },
	format: { type: "string" },
	columns: { type: "string" },
	out: { type: "string", short: "o" },
	resume: { type: "boolean" },
	files: { type: "string" },
	size: { type: "string" },
	seed: { type: "string" },
	help: { type: "boolean", short: "h" },
	version: { type: "boolean", short: "V" },
} as const;

const ONLY_LOAD = ["files", "size", "seed", "keep", "json"] as const;
const ONLY_SEND = ["hidden", "include", "exclude", "format", "columns", "out", "resume", "forget"] as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>["values"];

/** The first thing that is wrong with a command line; its message is a sentence for people. */
class UsageError extends Error {}

function parseWholeNumber(name: string, text: string, least: number, most: number): number {
	const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
	if (value >= least && value <= most) return value;
	throw new UsageError(words.usage.wholeNumber(name, least, most, text));
}

function parseAmount(name: string, text: string): number {
	const value = parseBytes(text);
	if (value !== undefined) return value;
	throw new UsageError(words.usage.amount(name, text));
}

function parseServer(text: string): string {
	const url = URL.parse(text.includes("://") ? text : `http://${text}`);
	if (url === null || !/^https?:$/.test(url.protocol))
		throw new UsageError(words.usage.server(DEFAULT_SERVER, text));
	if (url.username !== "" || url.password !== "") throw new UsageError(words.usage.passwordInServer);
	return url.origin + url.pathname.replace(/\/+$/, "");
}

function parseFormat({ format, out }: Values): TableFormat | "none" | undefined {
	const named = format ?? /\.([a-z]+)$/i.exec(out ?? "")?.[1]?.toLowerCase();
	if (named === "none" || isTableFormat(named)) return named;
	if (format === undefined) return out === undefined ? undefined : "json";
	throw new UsageError(words.usage.format(TABLE_FORMATS, format));
}

function rejectOptions(
	values: Values,
	names: readonly (keyof Values)[],
	message: (option: string) => string,
): void {
	const wrong = names.find((name) => values[name] !== undefined);
	if (wrong !== undefined) throw new UsageError(message(wrong));
}

function parseCommon(values: Values, env: Readonly<Record<string, string | undefined>>): CommonOptions {
	const { batch, parallel, limit } = values;
	if (batch !== undefined && !batchKey.safeParse(batch).success)
		throw new UsageError(words.usage.batch(batch));
	return {
		server: parseServer(values.to ?? env.DARKROOM_URL ?? DEFAULT_SERVER),
		quiet: values.quiet ?? false,
		...(batch !== undefined && { batch }),
		...(parallel !== undefined && { parallel: parseWholeNumber("parallel", parallel, 1, MAX_PARALLEL) }),
		...(limit !== undefined && { limit: parseAmount("limit", limit) }),
	};
}

function parseSend(values: Values, roots: readonly string[], common: CommonOptions): SendCommand {
	rejectOptions(values, ONLY_LOAD, words.usage.onlyLoad);
	if (roots.length === 0) throw new UsageError(words.usage.nothingNamed);
	const format = parseFormat(values);
	const columns = values.columns?.split(",").map((name) => name.trim());
	if (columns !== undefined && format !== "csv") throw new UsageError(words.usage.columnsNeedCsv);
	if (columns?.includes("")) throw new UsageError(words.usage.emptyColumn);
	return {
		command: "send",
		...common,
		roots,
		hidden: values.hidden ?? false,
		include: values.include ?? [],
		exclude: values.exclude ?? [],
		resume: values.resume ?? false,
		forget: values.forget ?? false,
		...(format !== undefined && { format }),
		...(columns !== undefined && { columns }),
		...(values.out !== undefined && { out: values.out }),
	};
}

function parseLoad(values: Values, paths: readonly string[], common: CommonOptions): LoadCommand {
	rejectOptions(values, ONLY_SEND, words.usage.onlySend);
	if (paths.length > 0) throw new UsageError(words.usage.loadTakesNoPaths);
	const size = parseAmount("size", values.size ?? "50k");
	if (size < MIN_LOAD_BYTES) throw new UsageError(words.usage.tooSmall(MIN_LOAD_BYTES));
	return {
		command: "load",
		...common,
		size,
		files: parseWholeNumber("files", values.files ?? "1000", 1, MAX_LOAD_FILES),
		seed: parseWholeNumber("seed", values.seed ?? "1", 0, 999_999_999),
		keep: values.keep ?? false,
		json: values.json ?? false,
	};
}

/** Parses a command line; a refusal is one sentence about the first thing that is wrong with it. */
export function parseCommand(
	args: readonly string[],
	env: Readonly<Record<string, string | undefined>> = {},
): Result<CliCommand, string> {
	try {
		const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
		if (values.help) return ok({ command: "help" });
		if (values.version) return ok({ command: "version" });
		const common = parseCommon(values, env);
		const [first, ...rest] = positionals;
		if (first === "load") return ok(parseLoad(values, rest, common));
		return ok(parseSend(values, first === "send" ? rest : positionals, common));
	} catch (error) {
		if (error instanceof UsageError) return refuse(error.message);
		const isFromParseArgs =
			error instanceof TypeError && "code" in error && /^ERR_PARSE_ARGS/.test(String(error.code));
		// Node's own message; its further sentences are advice about `--`.
		if (isFromParseArgs) return refuse(error.message.split(". ")[0] ?? error.message);
		throw error;
	}
}
