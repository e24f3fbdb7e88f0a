/** How one area may import another: everything, types only, or types and the values of the named files. */
export type Use = "values" | "types" | { readonly typesAndValuesOf: readonly string[] };

/**
 * Which area may import which. A file belongs to the first area whose pattern matches. An area may import itself and the areas its
 * row lists, nothing else of ours. `packages` lists the packages it may import; omitted: any.
 */
export interface Area {
	readonly name: string;
	readonly files: RegExp;
	readonly uses: Readonly<Record<string, Use>>;
	readonly packages?: readonly string[];
}

/** Constants that both ends of the session's RPC share; everything else is types. */
const SESSION_RPC: Use = {
	typesAndValuesOf: ["src/session/rules/command.ts", "src/session/rpc/stream-headers.ts"],
};

/** The calls between a session and an extractor: their version and bounds. Nothing else of the extractor may run beside a session. */
const EXTRACTOR_CONTRACT: Use = { typesAndValuesOf: ["src/extractor/contract.ts"] };

/** Node's built-in modules only: the command line works in a fresh clone, without installed packages. */
const CLI_PACKAGES = ["crypto", "fs", "fs/promises", "os", "path", "stream", "url", "util"].map(
	(name) => `node:${name}`,
);

export const AREAS: readonly Area[] = [
	{ name: "protocol", files: /^src\/protocol\//, uses: {}, packages: ["zod/mini"] },
	{ name: "session", files: /^src\/session\//, uses: { protocol: "values" }, packages: [] },
	{ name: "extract", files: /^src\/extract\//, uses: { protocol: "values" } },
	{
		name: "storage",
		files: /^src\/storage\//,
		uses: { protocol: "values", session: "types", extract: "types" },
		packages: [],
	},
	{
		// The only files that call AI models. The interfaces it implements are defined by its callers, as with storage.
		name: "model",
		files: /^src\/model\//,
		uses: { protocol: "values", extract: "types" },
		packages: [],
	},
	{ name: "thumbnail", files: /^src\/thumbnail\//, uses: { protocol: "values" } },
	{
		// The mind map of a document or recording: its layout and its exports. Shared by the page and the Worker.
		name: "mind map",
		files: /^src\/mind-map\//,
		uses: { protocol: "values" },
		packages: [],
	},
	{
		// Writes a body to storage in parts, whether it comes from a request or from the server behind a link.
		name: "writer",
		files: /^src\/writer\//,
		uses: { protocol: "values", session: SESSION_RPC },
		packages: [],
	},
	{
		// From an address to bytes: which requests are allowed, and how responses are read. Knows no session and no storage.
		name: "links",
		files: /^src\/links\//,
		uses: { protocol: "values" },
		packages: ["zod/mini"],
	},
	{
		// A Worker of its own, in which every heavy parser runs. Sessions know of it only what they call.
		name: "extractor",
		files: /^src\/(extractor\/|extractor\.ts$)/,
		uses: { extract: "values", protocol: "values", model: "values", thumbnail: "values" },
		packages: ["cloudflare:workers"],
	},
	{
		name: "env",
		files: /^src\/env\.ts$/,
		uses: { session: "types", extractor: "types" },
		packages: [],
	},
	{
		// The OpenAPI description: generated from the schemas when the page is built, never part of the Worker.
		name: "openapi",
		files: /^src\/openapi\//,
		uses: { protocol: "values", "dialect maps": "values" },
		packages: ["zod/mini"],
	},
	{
		name: "dialect routes",
		files: /^src\/dialects\/.*routes\.ts$/,
		uses: {
			"dialect maps": "values",
			routes: "values",
			protocol: "values",
			env: "types",
			session: SESSION_RPC,
		},
	},
	{
		// Pure maps from frames to messages, and response schemas. The actor imports them, so they know nothing of HTTP.
		name: "dialect maps",
		files: /^src\/dialects\//,
		uses: { protocol: "values", session: "types" },
		packages: ["zod/mini"],
	},
	{
		name: "actor",
		files: /^src\/(actor\/|session-actor\.ts$)/,
		uses: {
			session: "values",
			extract: "values",
			extractor: EXTRACTOR_CONTRACT,
			storage: "values",
			writer: "values",
			links: "values",
			model: "values",
			protocol: "values",
			"dialect maps": "values",
			env: "types",
		},
		packages: ["cloudflare:workers"],
	},
	{
		name: "routes",
		files: /^src\/routes\//,
		uses: {
			protocol: "values",
			storage: "values",
			writer: "values",
			thumbnail: "values",
			"mind map": "values",
			env: "types",
			session: SESSION_RPC,
			extractor: EXTRACTOR_CONTRACT,
		},
	},
	{
		name: "worker",
		files: /^src\/worker\.ts$/,
		uses: { routes: "values", "dialect routes": "values", actor: "values", protocol: "values", env: "types" },
	},
	{
		// The client library: for browsers, Node, and anything else that has fetch.
		name: "client",
		files: /^client\//,
		uses: { protocol: "values" },
		packages: [],
	},
	{ name: "edges", files: /^web\/edges\//, uses: { client: "values", protocol: "values" }, packages: [] },
	{
		name: "models",
		files: /^web\/models\//,
		uses: { words: "values", edges: "types", client: "types", protocol: "values", "mind map": "types" },
		packages: ["@preact/signals"],
	},
	{
		// All text of the page, one folder per language.
		name: "words",
		files: /^web\/words\//,
		uses: { models: "types", protocol: "types" },
		packages: [],
	},
	{
		name: "views",
		files: /^web\/views\//,
		uses: { models: "values", words: "values", protocol: "values", "mind map": "values" },
	},
	{
		// The files at the top of web/ wire the rest together.
		name: "page",
		files: /^web\/[^/]+\.tsx?$/,
		uses: {
			views: "values",
			models: "values",
			words: "values",
			edges: "values",
			client: "values",
			protocol: "values",
		},
	},
	{
		// The command line uses the same client library as the page, and Node's built-in modules.
		name: "cli",
		files: /^cli\//,
		uses: { client: "values", protocol: "values" },
		packages: CLI_PACKAGES,
	},
];
