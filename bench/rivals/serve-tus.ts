import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";

/**
 * @tus/server, set up as in its documentation, in a separate process: plain Node with files on disk, no object
 * storage, no session, no extraction. Also serves the page in the folder given as the first argument.
 */

const PAGE = process.argv[2] ?? "";
const TYPES: Readonly<Record<string, string>> = {
	".html": "text/html",
	".js": "text/javascript",
	".css": "text/css",
};

const directory = mkdtempSync(join(tmpdir(), "bench-tus-"));
const tus = new Server({ path: "/files", datastore: new FileStore({ directory }) });

const server = createServer((request, response) => {
	const { pathname } = new URL(request.url ?? "/", "http://localhost");
	if (pathname.startsWith("/files")) return void tus.handle(request, response);
	const file = pathname === "/" ? "index.html" : pathname.slice(1);
	readFile(join(PAGE, file)).then(
		(bytes) => response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "text/plain" }).end(bytes),
		() => response.writeHead(404).end(),
	);
});

function end(): void {
	rmSync(directory, { recursive: true, force: true });
	process.exit(0);
}

process.on("disconnect", end);
process.on("SIGTERM", end);
server.listen(0, "127.0.0.1", () => {
	const address = server.address();
	process.send?.(typeof address === "object" ? address?.port : undefined);
});
