/** How one area may use another: everything, only what vanishes with the types, or values of the named files too. */
export type Use = "values" | "types" | { readonly typesAndValuesOf: readonly string[] };

/**
 * Which area may import which. An area is the first row whose pattern fits; it may use itself and what its row lists, and
 * nothing else of ours. `packages` names the packages it may import; left out, it may import any.
 */
export interface Area {
	readonly name: string;
	readonly files: RegExp;
	readonly uses: Readonly<Record<string, Use>>;
	readonly packages?: readonly string[];
}

/** Constants that both ends of the session's RPC must agree on; everything else there is types. */
const SESSION_RPC: Use = {
	typesAndValuesOf: ["src/session/rules/command.ts", "src/session/rpc/stream-headers.ts"],
};

/** Node's own modules: in a fresh clone the command line works with nothing else. */
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
		// The only files that call a model: storage's twin. What it must do is said by those who ask it.
		name: "model",
		files: /^src\/model\//,
		uses: { protocol: "values", extract: "types" },
		packages: [],
	},
	{ name: "thumbnail", files: /^src\/thumbnail\//, uses: { protocol: "values" } },
	{
		// A tree of what is said, as text and on paper. The page draws what the Worker exports.
		name: "mind map",
		files: /^src\/mind-map\//,
		uses: { protocol: "values" },
		packages: [],
	},
	{
		// A body becomes parts in storage, whoever brings it: a request, or the server behind a link.
		name: "writer",
		files: /^src\/writer\//,
		uses: { protocol: "values", session: SESSION_RPC },
		packages: [],
	},
	{
		// From an address to bytes: what may be asked, and what is made of the answer. Knows no session and no storage.
		name: "links",
		files: /^src\/links\//,
		uses: { protocol: "values" },
		packages: ["zod/mini"],
	},
	{ name: "env", files: /^src\/env\.ts$/, uses: { session: "types" }, packages: [] },
	{
		// The description of the API: made of the schemas when the page is built, never part of the Worker.
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
		// Pure maps from frames to messages: the actor may use them, so they know nothing of HTTP. And schemas of answers.
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
		},
	},
	{
		name: "worker",
		files: /^src\/worker\.ts$/,
		uses: { routes: "values", "dialect routes": "values", actor: "values", protocol: "values", env: "types" },
	},
	{
		// What any program needs to talk to Darkroom, in a browser, in Node, or anywhere else that has fetch.
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
		// Every sentence of the page, in a folder for each language.
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
		// What lies at the top of web/ wires the rest together.
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
		// The program stands beside the page on the same engine. What it needs of the outside comes with Node.
		name: "cli",
		files: /^cli\//,
		uses: { client: "values", protocol: "values" },
		packages: CLI_PACKAGES,
	},
];
