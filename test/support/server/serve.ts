import { rmSync } from "node:fs";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { fakeWorker, type WorkerOverrides, workerOptions } from "./worker-options.ts";

/**
 * A process of its own for one server, started by `server.ts` and driven over its IPC channel. It leads a process group
 * that holds the real workerd too, so that one SIGKILL ends both between two instructions, as a lost machine would.
 */

/** How a server is to be started. Handed over as the only argument, in JSON. */
export interface ServeRequest extends WorkerOverrides {
	readonly root: string;
	readonly port: number;
	readonly persistTo: string;
	/** Whether the folder goes when whoever asked for it is gone. */
	readonly temporary: boolean;
	/** Whether SQL may be run inside the actors; wraps their class. */
	readonly inspect: boolean;
	readonly inspectorPort?: number;
}

/** One object of the bucket. */
export interface StoredObject {
	readonly key: string;
	readonly size: number;
}

/** What the parent may ask for. */
export type Question =
	| { readonly ask: "bucket" }
	| { readonly ask: "actors" }
	| { readonly ask: "evict"; readonly actor: string; readonly sockets: "hibernate" | "close" }
	| {
			readonly ask: "sql";
			readonly actor: string;
			readonly query: string;
			readonly bindings: readonly (string | number | null)[];
	  };

/** What goes down the channel: a question, or the wish that the server ends and leaves its data alone. */
export type Message = (Question | { readonly ask: "stop" }) & { readonly id: number };

/** What comes back over the channel. */
export type Report =
	| { readonly report: "ready"; readonly url: string }
	| { readonly report: "failed"; readonly message: string }
	| { readonly report: "log"; readonly line: string }
	| { readonly report: "answer"; readonly id: number; readonly value?: unknown; readonly problem?: string };

const ACTORS = "SessionActor";

const request = JSON.parse(process.argv[2] ?? "{}") as ServeRequest;

function tell(report: Report): void {
	if (process.connected) process.send?.(report);
}

async function start(): Promise<{ server: Miniflare; name: string }> {
	const worker = await workerOptions(request.root, request);
	const server = new Miniflare(
		convertV4MiniflareOptions({
			workers: request.fakes ? [worker, fakeWorker(request.root, request.fakes)] : [worker],
			host: "127.0.0.1",
			port: request.port,
			...(request.inspectorPort && { inspectorPort: request.inspectorPort }),
			resourcePersistencePath: request.persistTo,
			unsafeInspectDurableObjects: request.inspect,
			// Otherwise it asks the network what `request.cf` should be.
			cf: false,
			handleStructuredLogs: ({ level, message }) => tell({ report: "log", line: `${level} ${message}` }),
		}),
	);
	tell({ report: "ready", url: (await server.ready).origin });
	return { server, name: worker.name ?? "" };
}

async function listBucket(server: Miniflare): Promise<StoredObject[]> {
	const bucket = await server.getR2Bucket("BUCKET");
	const objects: StoredObject[] = [];
	let cursor: string | undefined;
	do {
		const page = await bucket.list(cursor === undefined ? {} : { cursor });
		objects.push(...page.objects.map(({ key, size }) => ({ key, size })));
		cursor = page.truncated ? page.cursor : undefined;
	} while (cursor !== undefined);
	return objects;
}

async function evict(
	server: Miniflare,
	name: string,
	id: string,
	webSockets: "hibernate" | "close",
): Promise<void> {
	try {
		await server.unsafeEvictDurableObject(name, ACTORS, { id, webSockets });
	} catch (error) {
		// It sleeps already, by itself: what was asked for.
		if (webSockets === "hibernate" && String(error).includes("not currently running")) return;
		throw error;
	}
}

async function answer(server: Miniflare, name: string, question: Question): Promise<unknown> {
	switch (question.ask) {
		case "bucket":
			return listBucket(server);
		case "actors":
			return server.listDurableObjectIds(ACTORS);
		case "evict":
			return evict(server, name, question.actor, question.sockets);
		case "sql": {
			const storage = await server.unsafeGetDurableObjectStorage(name, ACTORS, { id: question.actor });
			return storage.exec(question.query, ...question.bindings);
		}
	}
}

try {
	const { server, name } = await start();
	process.on("message", async (message: Message) => {
		if (message.ask === "stop") {
			await server.dispose();
			process.exit(0);
		}
		answer(server, name, message).then(
			(value) => tell({ report: "answer", id: message.id, value }),
			(error: unknown) => tell({ report: "answer", id: message.id, problem: String(error) }),
		);
	});
	// The parent is gone without a word: nothing may be left running, and nothing left lying about.
	process.on("disconnect", async () => {
		await server.dispose();
		if (request.temporary) rmSync(request.persistTo, { recursive: true, force: true });
		process.exit(0);
	});
} catch (error) {
	tell({ report: "failed", message: error instanceof Error ? error.message : String(error) });
	// What Miniflare had begun would keep the process alive.
	process.on("disconnect", () => process.exit(1));
	process.disconnect?.();
}
