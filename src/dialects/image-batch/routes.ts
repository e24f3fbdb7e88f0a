import { type Context, Hono } from "hono";
import type { FormOutcome } from "../../protocol/http/reply.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import type { Caller, RouteEnv } from "../../routes/auth/caller.ts";
import { readBatchKey } from "../../routes/batches.ts";
import { openDialectSocket } from "../../routes/dialect-socket.ts";
import { createIntake } from "../../routes/forms/create-intake.ts";
import { handleDialectForm } from "../../routes/forms/dialect-form.ts";
import type { FileIntake } from "../../routes/forms/file-intake.ts";
import { type FormFile, receiveForm } from "../../routes/forms/receive-form.ts";
import { problemResponse } from "../../routes/http/problem-response.ts";
import type { ChunkReply } from "./chunk-reply.ts";
import { imageBatch } from "./messages.ts";
import { imageBatchIo } from "./socket-io.ts";

/** The form field, and the query parameter, that names the batch. */
const BATCH_FIELD = "batchId";

const LATE_BATCH = problem(
	"malformed",
	`The field "${BATCH_FIELD}" must stand before the files. They were kept in a batch of their own: see batchId.`,
);

/**
 * One form being received: its files are stored as they come, in the batch that the query or an earlier field names;
 * without either, as in the seed, in one that the server names.
 */
class ChunkForm {
	readonly #intake: FileIntake;
	readonly #files: FormOutcome[] = [];
	#batch: string | undefined;
	#refusal: Problem | undefined;

	constructor(caller: Caller, named: string | undefined) {
		this.#intake = createIntake(caller);
		if (named !== undefined) this.#name(named);
	}

	#name(text: string): void {
		if (text === "" || text === this.#batch) return;
		const key = readBatchKey(text);
		if (!key.ok) this.#refusal = key.problem;
		else if (this.#batch !== undefined) this.#refusal = LATE_BATCH;
		else this.#batch = key.value;
	}

	field(name: string, text: string): void {
		if (name === BATCH_FIELD) this.#name(text);
	}

	async file({ name, type, bytes }: FormFile): Promise<void> {
		if (this.#refusal) {
			this.#files.push({ name, state: "refused", problem: this.#refusal });
			return;
		}
		this.#batch ??= `batch_${crypto.randomUUID()}`;
		const index = this.#files.push({ name, state: "refused" }) - 1;
		const entry = { name, size: bytes.byteLength, ...(type !== undefined && { type }) };
		await this.#intake.put(bytes, { key: this.#batch, entry }, (outcome) => {
			this.#files[index] = outcome.ok
				? { n: outcome.value.n, name: outcome.value.name, state: "stored" }
				: { name, state: "refused", problem: outcome.problem };
		});
	}

	/** Resolves once every file has its outcome. `broken`: what was wrong with the form. */
	async done(broken: Problem | undefined): Promise<ChunkReply | Problem> {
		await this.#intake.finish();
		const files = this.#files;
		const wrong = this.#refusal ?? broken;
		if (this.#batch === undefined || files.length === 0) return wrong ?? NO_FILES;
		const successCount = files.filter(({ state }) => state === "stored").length;
		return {
			batchId: this.#batch,
			totalFiles: files.length,
			successCount,
			failureCount: files.length - successCount,
			files,
			...(wrong && { problem: wrong }),
		};
	}
}

const NO_FILES = problem("malformed", "The form has no file. Send up to 100 images in it, in any field.");

async function takeChunk(context: Context<RouteEnv>, caller: Caller, boundary: string): Promise<Response> {
	const chunk = new ChunkForm(caller, context.req.query(BATCH_FIELD));
	const broken = await receiveForm(context.req.raw.body, boundary, chunk);
	const reply = await chunk.done(broken);
	return "batchId" in reply ? context.json(reply, 202) : problemResponse(reply);
}

/** Seed 002: `POST /api/image_batch/upload`, and the socket `/api/image_batch/progress`, for all batches or for one. */
export const imageBatchRoutes = new Hono<RouteEnv>()
	.get("/progress", (context) => openDialectSocket(context, imageBatch.name, ""))
	.get("/progress/:batchId", (context) => {
		const key = readBatchKey(context.req.param("batchId"));
		return key.ok ? openDialectSocket(context, imageBatch.name, key.value) : problemResponse(key.problem);
	})
	.post("/upload", (context) =>
		handleDialectForm(context, (caller, boundary) => takeChunk(context, caller, boundary)),
	);

const ONLY_WEBSOCKETS = problem(
	"malformed",
	'Socket.IO 5 over a WebSocket is spoken here: connect with {transports: ["websocket"]}.',
);

/** The same events for `socket.io-client`, at its default path; `batchId` in the query limits them to one batch. */
export const socketIoRoutes = new Hono<RouteEnv>().get("/socket.io/", (context) => {
	const { req } = context;
	if (req.query("EIO") !== "4" || req.query("transport") !== "websocket")
		return problemResponse(ONLY_WEBSOCKETS);
	const named = req.query(BATCH_FIELD);
	if (!named) return openDialectSocket(context, imageBatchIo.name, "");
	const key = readBatchKey(named);
	return key.ok ? openDialectSocket(context, imageBatchIo.name, key.value) : problemResponse(key.problem);
});
