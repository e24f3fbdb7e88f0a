import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { V4WorkerOptions } from "miniflare";

/** `wrangler.toml` as wrangler parses it, as plain data. */
export interface DescribedWorker {
	readonly name: string;
	readonly options: Record<string, unknown>;
}

/**
 * Parses `wrangler.toml` with wrangler, so that tests run with the bindings that deploy. Loading wrangler takes more
 * than a second, so the result is cached next to the bundle until the file changes.
 */
async function describeWorker(root: string): Promise<DescribedWorker> {
	const config = join(root, "wrangler.toml");
	const kept = join(root, "dist/worker-options.json");
	if (existsSync(kept) && statSync(kept).mtimeMs > statSync(config).mtimeMs) {
		return JSON.parse(readFileSync(kept, "utf8")) as DescribedWorker;
	}
	const { unstable_getMiniflareWorkerOptions, unstable_readConfig } = await import("wrangler");
	const { workerOptions } = unstable_getMiniflareWorkerOptions(config);
	const name = unstable_readConfig({ config }).name ?? "worker";
	const text = JSON.stringify({ name, options: workerOptions });
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

/** Miniflare's options for the bundle in `dist/worker`, which `npm run build` puts there. */
export async function workerOptions(root: string, overrides: WorkerOverrides): Promise<V4WorkerOptions> {
	const path = join(root, "dist/worker/worker.js");
	if (!existsSync(path)) throw new Error(`${path} is missing: run \`npm run build\` first.`);
	const { name, options } = await describeWorker(root);
	const ratelimits = { ...(options.ratelimits as Record<string, object>) };
	for (const [binding, limit] of Object.entries(overrides.limits ?? {})) {
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
			...(overrides.fakes && fakeBindings(overrides.fakes)),
		},
		rootPath: root,
		modulesRoot: join(root, "dist/worker"),
		modules: [{ type: "ESModule", path }, ...compiledModules(join(root, "dist/worker"))],
	} as V4WorkerOptions;
}
