import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "./free-port.ts";
import type { Message, Question, Report, ServeRequest, StoredObject } from "./serve.ts";
import { waitUntil } from "./wait-until.ts";
import type { WorkerOverrides } from "./worker-options.ts";

/** Milliseconds until a server must listen: about a second on an idle machine, far more when both cores are busy. */
const START_TIMEOUT_MS = 120_000;

/** Log lines kept: enough to explain a failure. */
const KEPT_LOG_LINES = 2_000;

const PROJECT = fileURLToPath(new URL("../../..", import.meta.url));
const CHILD = fileURLToPath(new URL("./serve.ts", import.meta.url));

/** Options of a test server; all are optional. */
export interface ServerOptions extends WorkerOverrides {
	/** A folder for R2, SQLite and alarms that outlives the server. Default: a temporary folder, deleted by `stop`. */
	readonly persistTo?: string;
	readonly port?: number;
	/** Allows `sql`. Miniflare then wraps the actor's class, so only tests that read rows set it. */
	readonly inspect?: boolean;
	/** The port of workerd's inspector, for example for heap measurements. */
	readonly inspectorPort?: number;
	/** The folder in which the Workers of several test servers find each other. */
	readonly registry?: string;
	/** Another folder with a `wrangler.toml` and a `dist/worker`, such as a baseline for comparison. */
	readonly root?: string;
}

/** The bundle that deploys, served by workerd through Miniflare with the bindings of `wrangler.toml`. */
export interface TestServer {
	/** `http://127.0.0.1:<port>`, without a trailing slash. The same after a restart. */
	readonly url: string;
	/** The parent process of workerd; changes with a restart. */
	readonly pid: number | undefined;
	/** Stops the server and removes its temporary data. Does nothing when it is not running. */
	stop(): Promise<void>;
	/** Kills workerd and its process group by SIGKILL. The data stays for `restart`. */
	kill(): Promise<void>;
	/**
	 * Starts again with the same data and port, and with additional vars if any are given. Stops first if it is still
	 * running.
	 */
	restart(more?: WorkerOverrides["vars"]): Promise<void>;
	/** Every object in the bucket. */
	bucket(): Promise<StoredObject[]>;
	/** The ids of all actors that ever stored a row, including those that deleted everything since. */
	actors(): Promise<string[]>;
	/**
	 * Hibernates an actor, as ten idle seconds would: its sockets stay, its memory is lost, and the next
	 * message, request or alarm runs its constructor again. Waits for requests and alarms in progress, as the
	 * platform does, so it does not resolve while an event stream is open. Does nothing if the actor is already hibernating.
	 */
	hibernate(actor: string): Promise<void>;
	/** Ends the actor with its sockets, as a deploy does. Throws when it is not running. */
	evict(actor: string): Promise<void>;
	/** Runs SQL inside an actor. Needs `inspect`. */
	sql<Row = Record<string, unknown>>(
		actor: string,
		query: string,
		...bindings: (string | number | null)[]
	): Promise<Row[]>;
	/** Log lines of the Worker and workerd since the test began, oldest first: `<level> <message>`. */
	logs(): readonly string[];
}

/** A running process and its unanswered questions. */
interface Running {
	readonly child: ChildProcess;
	ask(question: Question): Promise<unknown>;
}

/** Kills a process and everything it started, at once. */
function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
	if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, "SIGKILL");
}

async function startProcess(request: ServeRequest, log: (line: string) => void): Promise<Running> {
	const child = spawn(process.execPath, ["--no-warnings", CHILD, JSON.stringify(request)], {
		stdio: ["ignore", "inherit", "inherit", "ipc"],
		detached: true,
	});
	const waiting = new Map<number, (answer: Extract<Report, { report: "answer" }>) => void>();
	let asked = 0;
	const ready = Promise.withResolvers<void>();
	const timer = setTimeout(() => {
		ready.reject(new Error(`The test server did not listen within ${START_TIMEOUT_MS} ms.`));
	}, START_TIMEOUT_MS);
	child.on("message", (message: Report) => {
		if (message.report === "ready") ready.resolve();
		else if (message.report === "failed") ready.reject(new Error(message.message));
		else if (message.report === "log") log(message.line);
		else waiting.get(message.id)?.(message);
	});
	child.on("exit", (code, signal) => {
		ready.reject(new Error(`The test server ended while it started (${signal ?? code}).`));
		for (const [id, resolve] of waiting) resolve({ report: "answer", id, problem: "The server ended." });
	});
	try {
		await ready.promise;
	} catch (error) {
		killGroup(child);
		throw error;
	} finally {
		clearTimeout(timer);
	}
	async function ask(question: Question): Promise<unknown> {
		const id = ++asked;
		const answered = Promise.withResolvers<Extract<Report, { report: "answer" }>>();
		waiting.set(id, answered.resolve);
		child.send({ ...question, id } satisfies Message);
		const { value, problem } = await answered.promise;
		waiting.delete(id);
		if (problem !== undefined) throw new Error(problem);
		return value;
	}
	return { child, ask };
}

async function isRefused(port: number): Promise<boolean> {
	const socket = connect(port, "127.0.0.1");
	try {
		await once(socket, "connect");
		return false;
	} catch {
		return true;
	} finally {
		socket.destroy();
	}
}

/** Starts the built bundle. Call `stop` in `afterAll`; the server also ends when the test's process dies. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
	const temporary = options.persistTo === undefined;
	const persistTo = options.persistTo ?? mkdtempSync(join(tmpdir(), "darkroom-test-"));
	const port = options.port ?? (await freePort());
	const {
		vars = {},
		limits = {},
		fakes,
		workers,
		registry,
		extractorFile,
		inspectorPort,
		inspect = false,
		root = PROJECT,
	} = options;
	const wished = {
		...{ vars, limits },
		...(fakes && { fakes }),
		...(workers && { workers }),
		...(registry && { registry }),
		...(extractorFile && { extractorFile }),
		...(inspectorPort && { inspectorPort }),
	};
	const request = { root, port, persistTo, temporary, inspect, ...wished };
	const lines: string[] = [];
	const log = (line: string) => {
		lines.push(line);
		if (lines.length > KEPT_LOG_LINES) lines.shift();
		if (process.env.SERVER_LOG) console.log(line);
	};
	let running: Running | undefined;

	async function end(how: "quietly" | "killed"): Promise<void> {
		const child = running?.child;
		running = undefined;
		if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
		const ended = once(child, "exit");
		if (how === "killed") killGroup(child);
		else child.send({ ask: "stop", id: 0 } satisfies Message);
		await ended;
		// workerd may outlive its parent: only a closed port shows that it is gone.
		await waitUntil(`port ${port} is closed`, () => isRefused(port));
	}
	async function begin(more: WorkerOverrides["vars"] = {}): Promise<void> {
		running = await startProcess({ ...request, vars: { ...vars, ...more } }, log);
	}
	async function ask<Value>(question: Question): Promise<Value> {
		if (running === undefined) throw new Error("The test server is not running.");
		return (await running.ask(question)) as Value;
	}

	function clean(): void {
		if (temporary) rmSync(persistTo, { recursive: true, force: true });
	}

	try {
		await begin();
	} catch (error) {
		clean();
		throw error;
	}
	return {
		url: `http://127.0.0.1:${port}`,
		get pid() {
			return running?.child.pid;
		},
		async stop() {
			await end("quietly");
			clean();
		},
		kill: () => end("killed"),
		async restart(more) {
			await end("quietly");
			await begin(more);
		},
		bucket: () => ask({ ask: "bucket" }),
		actors: () => ask({ ask: "actors" }),
		hibernate: (actor) => ask({ ask: "evict", actor, sockets: "hibernate" }),
		evict: (actor) => ask({ ask: "evict", actor, sockets: "close" }),
		sql: (actor, query, ...bindings) => ask({ ask: "sql", actor, query, bindings }),
		logs: () => lines,
	};
}
