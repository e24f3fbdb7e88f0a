import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { V4WorkerOptions } from "miniflare";

/** A wrangler config as wrangler parses it, as plain data. */
export interface DescribedWorker {
	readonly name: string;
	readonly options: Record<string, unknown>;
	/** Other Workers that it calls: their names by binding. */
	readonly services: Readonly<Record<string, string>>;
}

/** A Worker of the project: its wrangler config, and the folder and file of its bundle. */
interface Bundle {
	readonly config: string;
	readonly folder: string;
	readonly file: string;
}

const MAIN: Bundle = { config: "wrangler.toml", folder: "dist/worker", file: "worker.js" };
const EXTRACTOR: Bundle = {
	config: "wrangler.extractor.toml",
	folder: "dist/extractor",
	file: "extractor.js",
};

/**
 * Parses a config with wrangler, so that tests run with the bindings that deploy. Loading wrangler takes more
 * than a second, so the result is cached next to the bundle until the file changes.
 */
async function describeWorker(root: string, bundle: Bundle): Promise<DescribedWorker> {
	const config = join(root, bundle.config);
	const kept = join(root, `${bundle.folder}-options.json`);
	if (existsSync(kept) && statSync(kept).mtimeMs > statSync(config).mtimeMs) {
		return JSON.parse(readFileSync(kept, "utf8")) as DescribedWorker;
	}
	const { unstable_getMiniflareWorkerOptions, unstable_readConfig } = await import("wrangler");
	const { workerOptions } = unstable_getMiniflareWorkerOptions(config);
	const { name = "worker", services = [] } = unstable_readConfig({ config });
	// Wrangler's own types of a config are `any` where its workspace packages are not installed.
	const bindings: readonly { binding: string; service: string }[] = services;
	const called = Object.fromEntries(bindings.map(({ binding, service }) => [binding, service]));
	const text = JSON.stringify({ name, options: workerOptions, services: called });
	mkdirSync(join(root, "dist"), { recursive: true });
	// Several servers may start at once: the rename is atomic.
	writeFileSync(`${kept}.${process.pid}`, text);
	renameSync(`${kept}.${process.pid}`, kept);
	return JSON.parse(text) as DescribedWorker;
}

/** What a test may override of `wrangler.toml`. */
export interface WorkerOverrides {
	/** Vars by name, over those of `[vars]`. */
	readonly vars?: Readonly<Record<string, string>>;
	/** Rate limits by binding name, in requests per minute. */
	readonly limits?: Readonly<Record<string, number>>;
	/** Which Workers run in the process. Default: both, as far as the config names an extractor. */
	readonly workers?: "both" | "server" | "extractor";
	/** A module in JavaScript, as a path from the project's root, that takes the place of the extractor's bundle. */
	readonly extractorFile?: string;
	/** Fakes of bindings that only the platform has, such as models. */
	readonly fakes?: Fakes;
}

/**
 * A Worker of the test whose entrypoints are bound by name: `{ file, bindings: ["AI"] }` makes `env.AI` the export `AI` of
 * `file`, a `WorkerEntrypoint` with the methods of the real binding.
 */
export interface Fakes {
	/** A JavaScript module, as a path from the project's root. */
	readonly file: string;
	readonly bindings: readonly string[];
}

const FAKES = "fakes";

/** Unlike the real bindings, fakes are called over RPC; without this a call cannot be aborted. */
const FAKED_FLAG = "enable_abortsignal_rpc";

/** The Worker with the fakes, which runs next to the one under test. */
export function fakeWorker(root: string, { file }: Fakes): V4WorkerOptions {
	return {
		name: FAKES,
		compatibilityDate: "2026-11-17",
		compatibilityFlags: ["nodejs_compat", FAKED_FLAG],
		rootPath: root,
		modulesRoot: root,
		modules: [{ type: "ESModule", path: join(root, file) }],
	};
}

function fakeBindings({ bindings }: Fakes): Record<string, object> {
	return Object.fromEntries(bindings.map((entrypoint) => [entrypoint, { name: FAKES, entrypoint }] as const));
}

/** The WebAssembly files next to the bundle, under the names by which it imports them. */
function compiledModules(folder: string): { type: "CompiledWasm"; path: string }[] {
	const names = readdirSync(folder).filter((name) => name.endsWith(".wasm"));
	return names.map((name) => ({ type: "CompiledWasm", path: join(folder, name) }));
}

/** Miniflare's options for the bundles in `dist`, which `npm run build` puts there: the Worker, and the extractor if it calls one. */
export async function workersOf(root: string, overrides: WorkerOverrides): Promise<V4WorkerOptions[]> {
	const { services } = await describeWorker(root, MAIN);
	const { workers = "EXTRACTOR" in services ? "both" : "server" } = overrides;
	const bundles = { both: [MAIN, EXTRACTOR], server: [MAIN], extractor: [EXTRACTOR] }[workers];
	return Promise.all(bundles.map((bundle) => workerOptions(root, bundle, overrides)));
}

async function workerOptions(
	root: string,
	bundle: Bundle,
	overrides: WorkerOverrides,
): Promise<V4WorkerOptions> {
	const isReplaced = bundle === EXTRACTOR && overrides.extractorFile !== undefined;
	const path = isReplaced ? join(root, overrides.extractorFile) : join(root, bundle.folder, bundle.file);
	const folder = dirname(path);
	if (!existsSync(path)) throw new Error(`${path} is missing: run \`npm run build\` first.`);
	const { name, options, services } = await describeWorker(root, bundle);
	const ratelimits = { ...(options.ratelimits as Record<string, object>) };
	for (const [binding, limit] of Object.entries(overrides.limits ?? {})) {
		if (binding in ratelimits)
			ratelimits[binding] = { ...ratelimits[binding], simple: { limit, period: 60 } };
	}
	return {
		...options,
		name,
		ratelimits,
		bindings: { ...(options.bindings as Record<string, string>), ...overrides.vars },
		compatibilityFlags: [
			...((options.compatibilityFlags as string[] | undefined) ?? []),
			...(overrides.fakes ? [FAKED_FLAG] : []),
		],
		serviceBindings: {
			...(options.serviceBindings as Record<string, object>),
			...services,
			...(overrides.fakes && fakeBindings(overrides.fakes)),
		},
		rootPath: root,
		modulesRoot: folder,
		modules: [{ type: "ESModule", path }, ...compiledModules(folder)],
	} as V4WorkerOptions;
}
