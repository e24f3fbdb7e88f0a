/**
 * The rooms (subfolders) of a floor, and how they may import each other. Each row lists what the room may import from other rooms:
 * `values` (anything) or `types` only. Rooms may not import the files at the floor's top, which join the rooms, except those
 * listed in `base`. docs/architecture.md describes each room.
 */
export interface Floor {
	readonly folder: string;
	/** Files at the floor's top that every room may import: limits and shared foundations. */
	readonly base: readonly string[];
	readonly rooms: Readonly<Record<string, Readonly<Record<string, "values" | "types">>>>;
}

export const FLOORS: readonly Floor[] = [
	{
		folder: "src/session",
		base: ["limits.ts"],
		rooms: {
			state: {},
			rules: { state: "types" },
			queue: { rules: "values", state: "values" },
			estimate: { rules: "values", state: "values" },
			stream: {},
			store: { state: "values", rules: "values" },
			search: { store: "values" },
			access: { rules: "values", store: "values", stream: "types" },
			alarm: { queue: "types" },
			rpc: { access: "types", rules: "types", search: "types", store: "types" },
		},
	},
	{
		folder: "src/actor",
		base: ["open-session.ts", "platform.ts", "usage-meter.ts"],
		rooms: {
			uploads: {},
			links: { uploads: "types" },
			reading: {},
			sockets: {},
			alarm: { links: "types", reading: "types", sockets: "types", uploads: "types" },
		},
	},
	{
		folder: "src/routes",
		base: [],
		rooms: {
			http: { auth: "types" },
			auth: { http: "values" },
			forms: { auth: "values", http: "values" },
			files: { auth: "values", forms: "values", http: "values" },
			tus: { auth: "values", files: "values", http: "values" },
		},
	},
	{
		folder: "src/protocol",
		base: ["limits.ts", "problem.ts", "result.ts", "backoff-window.ts"],
		rooms: {
			text: {},
			files: { text: "values" },
			stream: { files: "values", http: "types" },
			http: { files: "values", stream: "values", text: "values" },
		},
	},
	{
		folder: "client",
		base: [],
		rooms: { http: {}, sending: { http: "values" }, stream: { http: "values" } },
	},
	{
		folder: "web/models",
		base: ["failure-sentence.ts", "notices.ts"],
		rooms: {
			files: { progress: "types", sending: "types" },
			progress: { files: "values" },
			list: { files: "values", progress: "values" },
			search: {},
			details: { search: "values", session: "types" },
			commands: { files: "values", progress: "types", sending: "types", session: "types" },
			sending: { commands: "types", files: "values", session: "types" },
			tabs: { session: "types" },
			session: {
				commands: "values",
				details: "types",
				files: "types",
				list: "values",
				progress: "values",
				sending: "values",
				tabs: "types",
			},
		},
	},
	{
		folder: "web/edges",
		base: [],
		rooms: { browser: {}, drop: { browser: "values" }, storage: { drop: "types" }, tabs: {} },
	},
	{
		folder: "web/views",
		base: ["app-context.ts", "app.css", "icons.tsx", "is-typing.ts", "use-file.ts", "viewport.ts"],
		rooms: {
			widgets: {},
			dialogs: {},
			document: { widgets: "values" },
			recording: { widgets: "values" },
			// Both are loaded on demand, when a file of their kind is opened.
			details: { document: "values", recording: "values", widgets: "values" },
			header: { widgets: "values" },
			history: {},
			intake: { widgets: "values" },
			links: {},
			list: { widgets: "values" },
			search: { widgets: "values" },
			settings: {},
			sharing: {},
			shared: { details: "values", header: "values", list: "values", settings: "values" },
		},
	},
];
