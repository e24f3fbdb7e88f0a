import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { freePort } from "../../support/server/free-port.ts";

/** A page of another origin with third-party upload clients. */
export interface ThirdPartyPage {
	/** `http://127.0.0.1:<port>`. */
	readonly origin: string;
	close(): Promise<void>;
}

const ENTRY = fileURLToPath(new URL("./clients.ts", import.meta.url));

/** Bundles the clients into one script and one style sheet; keyed by file name. */
async function bundle(): Promise<ReadonlyMap<string, string>> {
	const built = await build({
		configFile: false,
		logLevel: "error",
		root: fileURLToPath(new URL(".", import.meta.url)),
		build: {
			write: false,
			minify: false,
			cssCodeSplit: false,
			lib: { entry: ENTRY, formats: ["es"], fileName: "clients", cssFileName: "clients" },
		},
		define: { "process.env.NODE_ENV": '"production"' },
	});
	const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) =>
		"output" in one ? one.output : [],
	);
	return new Map(
		outputs.map((one) => [one.fileName, one.type === "chunk" ? one.code : String(one.source)] as const),
	);
}

/** Serves the page from `count` origins. It has no content security policy: the server under test must protect itself. */
export async function openThirdPartyPages(count: number): Promise<readonly ThirdPartyPage[]> {
	const files = await bundle();
	const html = `<!doctype html><html lang="en"><title>Elsewhere</title><meta charset="utf-8">
		<link rel="stylesheet" href="/clients.css"><link rel="icon" href="data:,"><body>
		<script type="module" src="/clients.js"></script>`;
	return Promise.all(
		Array.from({ length: count }, async () => {
			const server = createServer((request, response) => {
				const name = request.url?.slice(1) ?? "";
				const type = name.endsWith(".js")
					? "text/javascript"
					: name.endsWith(".css")
						? "text/css"
						: "text/html";
				response.setHeader("content-type", `${type}; charset=utf-8`);
				response.end(files.get(name) ?? html);
			});
			const port = await freePort();
			server.listen(port, "127.0.0.1");
			await once(server, "listening");
			return {
				origin: `http://127.0.0.1:${port}`,
				async close() {
					server.closeAllConnections();
					server.close();
					await once(server, "close");
				},
			};
		}),
	);
}
