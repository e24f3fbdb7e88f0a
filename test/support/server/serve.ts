import { rmSync } from "node:fs";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { fakeWorker, type WorkerOverrides, workersOf } from "./worker-options.ts";

/**
 * A separate process for one server, started by `server.ts` and controlled over its IPC channel. It leads a process group
 * that includes workerd, so that one SIGKILL ends both between two instructions, as losing the machine would.
 */

/** How to start the server. The only argument, as JSON. */
export interface ServeRequest extends WorkerOverrides {
	readonly root: string;
	readonly port: number;
	readonly persistTo: string;
	/** Whether to delete the folder when the parent process exits. */
	readonly temporary: boolean;
	/** Whether to allow SQL inside the actors; wraps their class. */
	readonly inspect: boolean;
	readonly inspectorPort?: number;
	/** The folder in which Workers of several processes find each other. */
	readonly registry?: string;
}

/** One object of the bucket. */
export interface StoredObject {
	readonly key: string;
	readonly size: number;
}

/** Requests of the parent. */
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

/** Messages from the parent: a question, or a request to stop the server and keep its data. */
export type Message = (Question | { readonly ask: "stop" }) & { readonly id: number };

/** Messages to the parent. */
export type Report =
	| { readonly report: "ready"; readonly url: string }
	| { readonly report: "failed"; readonly message: string }
	| { readonly report: "log"; readonly line: string }
	| { readonly report: "answer"; readonly id: number; readonly value?: unknown; readonly problem?: string };

const ACTORS = "SessionActor";

const request = JSON.parse(process.argv[2] ?? "{}") as ServeRequest;

function send(report: Report): void {
	if (process.connected) process.send?.(report);
}

async function start(): Promise<{ server: Miniflare; name: string }> {
	const workers = await workersOf(request.root, request);
	const server = new Miniflare(
		convertV4MiniflareOptions({
			workers: request.fakes ? [...workers, fakeWorker(request.root, request.fakes)] : workers,
			host: "127.0.0.1",
			port: request.port,
			...(request.registry && { unsafeDevRegistryPath: request.registry }),
			...(request.inspectorPort && { inspectorPort: request.inspectorPort }),
			resourcePersistencePath: request.persistTo,
			unsafeInspectDurableObjects: request.inspect,
			// Otherwise Miniflare fetches `request.cf` from the network.
			cf: false,
			handleStructuredLogs: ({ level, message }) => send({ report: "log", line: `${level} ${message}` }),
		}),
	);
	send({ report: "ready", url: (await server.ready).origin });
	return { server, name: workers[0]?.name ?? "" };
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
		// It is already hibernating.
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
			(value) => send({ report: "answer", id: message.id, value }),
			(error: unknown) => send({ report: "answer", id: message.id, problem: String(error) }),
		);
	});
	// The parent died: stop everything and delete temporary data.
	process.on("disconnect", async () => {
		await server.dispose();
		if (request.temporary) rmSync(request.persistTo, { recursive: true, force: true });
		process.exit(0);
	});
} catch (error) {
	send({ report: "failed", message: error instanceof Error ? error.message : String(error) });
	// Miniflare's open handles would keep the process alive.
	process.on("disconnect", () => process.exit(1));
	process.disconnect?.();
}
