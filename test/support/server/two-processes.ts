import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ServerOptions, startServer, type TestServer } from "./server.ts";

/** The server and the extractor in processes of their own, as `npm start` runs them. */
export interface TwoProcesses {
	readonly server: TestServer;
	/** Where the extractor answers its heartbeat. */
	readonly extractorUrl: string;
	/** Kills the extractor by SIGKILL. It stays dead: nothing supervises it here. */
	killExtractor(): Promise<void>;
	/** Starts it again, as the supervisor of `npm start` would. */
	restartExtractor(): Promise<void>;
	stop(): Promise<void>;
}

/** Starts both. The extractor first, so that the server finds it at once. */
export async function startTwoProcesses(options: ServerOptions = {}): Promise<TwoProcesses> {
	const registry = mkdtempSync(join(tmpdir(), "darkroom-registry-"));
	const extractor = await startServer({ ...options, registry, workers: "extractor" });
	const server = await startServer({ ...options, registry, workers: "server" });
	return {
		server,
		extractorUrl: extractor.url,
		killExtractor: () => extractor.kill(),
		async restartExtractor() {
			// A killed process stays registered for 90 seconds, and until then no other may take its name.
			rmSync(join(registry, "darkroom-extractor"), { force: true });
			await extractor.restart();
		},
		async stop() {
			await server.stop();
			await extractor.stop();
			rmSync(registry, { recursive: true, force: true });
		},
	};
}
