import { parseArgs } from "node:util";
import { batchKey } from "../src/protocol/files/manifest.ts";
import { ok, type Result, refuse } from "../src/protocol/result.ts";
import { parseBytes } from "./byte-amount.ts";
import { isTableFormat, TABLE_FORMATS, type TableFormat } from "./facts/table-format.ts";

/** Where `npm start` serves. */
const DEFAULT_SERVER = "http://localhost:8787";

/** Most requests at once that may be asked for: more only wait in the server's queue. */
const MAX_PARALLEL = 64;

/** Most files that `load` makes: what one session holds. */
const MAX_LOAD_FILES = 50_000;

/** Smallest file that `load` makes, in bytes: a photo with its EXIF block. */
export const MIN_LOAD_BYTES = 1_000;

/** What both commands share. */
interface Common {
	/** Without a slash at the end. */
	readonly server: string;
	readonly batch?: string;
	readonly parallel?: number;
	/** Bytes a second. */
	readonly limit?: number;
	readonly quiet: boolean;
}

/** Uploads files and folders, then tells what was found in them. */
export interface SendCommand extends Common {
	readonly command: "send";
	readonly roots: readonly string[];
	readonly hidden: boolean;
	readonly include: readonly string[];
	readonly exclude: readonly string[];
	/** Absent: not asked for; `none` when facts are not wanted. */
	readonly format?: TableFormat | "none";
	readonly columns?: readonly string[];
	readonly out?: string;
	/** Goes on with the last run of the same files. */
	readonly resume: boolean;
	/** Removes the session and everything in it at the end. */
	readonly forget: boolean;
}

/** Makes photos in memory and measures how fast they go in. */
export interface LoadCommand extends Common {
	readonly command: "load";
	readonly files: number;
	/** Bytes of each. */
	readonly size: number;
	readonly seed: number;
	/** Leaves the session and what was sent on the server. */
	readonly keep: boolean;
	/** Tells the numbers as JSON. */
	readonly json: boolean;
}

/** What was asked for. */
export type Command =
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

/** A sentence about the first thing that is wrong. */
class Wrong extends Error {}

function wholeNumber(name: string, text: string, least: number, most: number): number {
	const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
	if (value >= least && value <= most) return value;
	throw new Wrong(`--${name} must be a whole number from ${least} to ${most}, not "${text}".`);
}

function bytes(name: string, text: string): number {
	const value = parseBytes(text);
	if (value !== undefined) return value;
	throw new Wrong(`--${name} must be an amount of bytes such as 800k or 2M, not "${text}".`);
}

function serverOf(text: string): string {
	const url = URL.parse(text.includes("://") ? text : `http://${text}`);
	if (url === null || !/^https?:$/.test(url.protocol))
		throw new Wrong(`--to must be the address of a server such as ${DEFAULT_SERVER}, not "${text}".`);
	if (url.username !== "" || url.password !== "")
		throw new Wrong("--to must not hold a name or a password: everybody on this machine can read it.");
	return url.origin + url.pathname.replace(/\/+$/, "");
}

function formatOf({ format, out }: Values): TableFormat | "none" | undefined {
	const named = format ?? /\.([a-z]+)$/i.exec(out ?? "")?.[1]?.toLowerCase();
	if (named === "none" || isTableFormat(named)) return named;
	if (format === undefined) return out === undefined ? undefined : "json";
	throw new Wrong(`--format must be one of ${TABLE_FORMATS.join(", ")} or none, not "${format}".`);
}

function refuseOthers(values: Values, names: readonly (keyof Values)[], command: string): void {
	const wrong = names.find((name) => values[name] !== undefined);
	if (wrong !== undefined) throw new Wrong(`--${wrong} belongs to ${command}.`);
}

function commonOf(values: Values, env: Readonly<Record<string, string | undefined>>): Common {
	const { batch, parallel, limit } = values;
	if (batch !== undefined && !batchKey.safeParse(batch).success)
		throw new Wrong(`--batch may hold 1 to 128 of A–Z a–z 0–9 . _ ~ : @ -, so not "${batch}".`);
	return {
		server: serverOf(values.to ?? env.DARKROOM_URL ?? DEFAULT_SERVER),
		quiet: values.quiet ?? false,
		...(batch !== undefined && { batch }),
		...(parallel !== undefined && { parallel: wholeNumber("parallel", parallel, 1, MAX_PARALLEL) }),
		...(limit !== undefined && { limit: bytes("limit", limit) }),
	};
}

function sendOf(values: Values, roots: readonly string[], common: Common): SendCommand {
	refuseOthers(values, ONLY_LOAD, "`darkroom load`");
	if (roots.length === 0) throw new Wrong("Name the files and folders to send: darkroom ./photos");
	const format = formatOf(values);
	const columns = values.columns?.split(",").map((name) => name.trim());
	if (columns !== undefined && format !== "csv") throw new Wrong("--columns belongs to --format csv.");
	if (columns?.includes("")) throw new Wrong("--columns wants names with commas between: path,state,camera");
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

function loadOf(values: Values, rest: readonly string[], common: Common): LoadCommand {
	refuseOthers(values, ONLY_SEND, "sending files, not to `darkroom load`");
	if (rest.length > 0) throw new Wrong("`darkroom load` makes its files itself and takes no paths.");
	const size = bytes("size", values.size ?? "50k");
	if (size < MIN_LOAD_BYTES) throw new Wrong(`--size must be at least ${MIN_LOAD_BYTES} bytes.`);
	return {
		command: "load",
		...common,
		size,
		files: wholeNumber("files", values.files ?? "1000", 1, MAX_LOAD_FILES),
		seed: wholeNumber("seed", values.seed ?? "1", 0, 999_999_999),
		keep: values.keep ?? false,
		json: values.json ?? false,
	};
}

/** Understands a command line, or says in one sentence what is wrong with it. */
export function parseCommand(
	args: readonly string[],
	env: Readonly<Record<string, string | undefined>> = {},
): Result<Command, string> {
	try {
		const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
		if (values.help) return ok({ command: "help" });
		if (values.version) return ok({ command: "version" });
		const common = commonOf(values, env);
		const [first, ...rest] = positionals;
		if (first === "load") return ok(loadOf(values, rest, common));
		return ok(sendOf(values, first === "send" ? rest : positionals, common));
	} catch (error) {
		if (error instanceof Wrong) return refuse(error.message);
		const isParsing =
			error instanceof TypeError && "code" in error && /^ERR_PARSE_ARGS/.test(String(error.code));
		if (isParsing) return refuse(error.message.split(". ")[0] ?? error.message);
		throw error;
	}
}
