import { DurableObject } from "cloudflare:workers";
import { Keeper } from "./actor/session-runtime.ts";
import { askDialect, hearDialect } from "./actor/sockets/dialect-socket.ts";
import { DIALECTS } from "./actor/sockets/dialects.ts";
import { openStream } from "./actor/sockets/open-stream.ts";
import { hear } from "./actor/sockets/stream-socket.ts";
import type { Env } from "./env.ts";
import type { CommandReply } from "./protocol/http/reply.ts";
import { type Problem, problem } from "./protocol/problem.ts";
import { ok, type Result, refuse } from "./protocol/result.ts";
import type { CommandNumber, Target, Verb } from "./protocol/stream/command-message.ts";
import type { ConnectionReport } from "./protocol/stream/statistics.ts";
import { PING, PONG } from "./protocol/stream/stream-message.ts";
import type { WantedShare } from "./session/rpc/access-rpc.ts";
import { listOf } from "./session/rpc/file-list.ts";
import {
	batchOf,
	chunksOf,
	cursorOf,
	detailsOf,
	fileOf,
	outcomesOf,
	storedOf,
} from "./session/rpc/replies.ts";
import type { Door, Listed, Purpose } from "./session/rpc/session-rpc.ts";
import type { Step, WantedUpload, Writer } from "./session/rpc/upload-rpc.ts";
import type { Announcement, Arrival, Command } from "./session/rules/command.ts";
import type { Decision } from "./session/rules/decision-builder.ts";
import { noSuchBatch, noSuchFile } from "./session/rules/targets.ts";
import type { Search } from "./session/search/search.ts";
import type { Loop } from "./session/session.ts";
import type { Share } from "./session/store/grants-table.ts";
import type { ChunksFrom } from "./session/store/text-tables.ts";
import { listenerOf } from "./session/stream/socket-attachment.ts";

const NO_ORIGINALS = problem(
	"forbidden",
	"This link shows what was found in the files, and not their bytes.",
);

/**
 * The Durable Object of one session: the door of `session/door.ts`, the sockets and the alarm. A shell that proves the
 * credential, hands on to the loop, and waits until what it answers is written.
 */
export class SessionActor extends DurableObject<Env> implements Door {
	readonly #keeper: Keeper;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
		this.#keeper = new Keeper(ctx, env);
	}

	async open(proof: string) {
		const loop = this.#keeper.open(proof);
		return { info: this.#keeper.info(loop), cursor: cursorOf(loop) };
	}

	async admit(proof: string) {
		const entered = this.#keeper.access.enter(proof);
		return entered.ok ? ok(null) : entered;
	}

	async info(proof: string) {
		const entered = this.#keeper.access.enter(proof);
		return entered.ok ? ok(this.#keeper.info(entered.value)) : entered;
	}

	async forget(proof: string) {
		const entered = this.#keeper.access.enter(proof);
		if (!entered.ok) return entered;
		await this.#keeper.end();
		return ok(null);
	}

	async #do(
		proof: string,
		command: Command,
		decided?: (decision: Decision) => void,
	): Promise<Result<{ loop: Loop; decision: Decision }, Problem>> {
		const entered = this.#keeper.access.enter(proof);
		return entered.ok ? this.#run(entered.value, command, decided) : entered;
	}

	/** `decided` hears of the decision in the same turn, before anything else can act on it. */
	async #run(
		loop: Loop,
		command: Command,
		decided?: (decision: Decision) => void,
	): Promise<Result<{ loop: Loop; decision: Decision }, Problem>> {
		const decision = loop.do(command);
		if (!decision.ok) return decision;
		decided?.(decision.value);
		await loop.settled();
		return ok({ loop, decision: decision.value });
	}

	async announce(proof: string, key: string, announcement: Announcement) {
		const done = await this.#do(proof, { type: "announce", key, ...announcement });
		if (!done.ok) return done;
		const { loop, decision } = done.value;
		const files = decision.outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
		const already = files.filter((n) => loop.model.objects.has(n));
		return ok({ batch: key, files, ...(already.length > 0 && { already }), cursor: cursorOf(loop) });
	}

	async begin(proof: string, file: number, size: number | null, object: string) {
		const done = await this.#do(proof, { type: "begin", file, object, ...(size !== null && { size }) });
		if (!done.ok) return done;
		const begun = fileOf(done.value.loop, file);
		if (!begun.ok) return begun;
		const sha256 = done.value.loop.model.declared.get(file);
		return ok({ size: begun.value.size, ...(sha256 !== undefined && { sha256 }) });
	}

	async store(proof: string, arrivals: readonly Arrival[]) {
		const done = await this.#do(proof, { type: "store", arrivals }, ({ outcomes }) => {
			for (const [index, outcome] of outcomes.entries()) {
				const head = arrivals[index]?.head;
				if (outcome.ok && head) this.#keeper.heads.keep(outcome.value, head);
			}
		});
		if (!done.ok) return done;
		const { loop, decision } = done.value;
		return ok({ outcomes: outcomesOf(loop, decision.outcomes), cursor: cursorOf(loop) });
	}

	async release(proof: string, file: number, object: string) {
		await this.#do(proof, { type: "release", file, object });
	}

	async details(proof: string, file: number) {
		return this.#look(proof, file, (loop) => detailsOf(loop, this.#keeper.sql, file));
	}

	async chunks(proof: string, file: number, from: ChunksFrom, count: number) {
		return this.#look(proof, file, (loop, share) =>
			share && !share.originals ? refuse(NO_ORIGINALS) : chunksOf(loop, file, from, count),
		);
	}

	async search(proof: string, search: Search) {
		const entered = this.#keeper.access.enter(proof);
		if (!entered.ok) return entered;
		return this.#keeper.meanings.search(entered.value, search);
	}

	async stored(proof: string, file: number, purpose: Purpose) {
		return this.#look(proof, file, (loop, share) =>
			share && purpose === "original" && !share.originals
				? refuse(NO_ORIGINALS)
				: storedOf(loop, this.#keeper.sql, file),
		);
	}

	/** A file as its owner sees it, or a share of its batch; to another share it is not there. */
	#look<Value>(
		proof: string,
		file: number,
		see: (loop: Loop, share: Share | undefined) => Result<Value, Problem>,
	): Result<Value, Problem> {
		const guest = this.#keeper.access.look(proof);
		if (!guest.ok) return guest;
		const { loop, share } = guest.value;
		const hidden = share && loop.model.state.files.get(file)?.batch !== share.batch;
		return hidden ? refuse(noSuchFile(file)) : see(loop, share);
	}

	async list(proof: string, listed: Listed) {
		const guest = this.#keeper.access.look(proof);
		return guest.ok ? listOf(guest.value.loop, listed, guest.value.share?.batch) : guest;
	}

	async batch(proof: string, key: string) {
		const guest = this.#keeper.access.look(proof);
		if (!guest.ok) return guest;
		const { loop, share } = guest.value;
		const hidden = share && loop.model.state.keys.get(key) !== share.batch;
		return hidden ? refuse(noSuchBatch(key)) : batchOf(loop, key);
	}

	async changeToken(proof: string, next: string) {
		return this.#keeper.access.changeToken(proof, next);
	}

	async addTicket(proof: string, ticket: string) {
		return this.#keeper.access.addTicket(proof, ticket);
	}

	async share(proof: string, wanted: WantedShare) {
		return this.#keeper.access.share(proof, wanted);
	}

	async shares(proof: string, key: string) {
		return this.#keeper.access.shares(proof, key);
	}

	async unshare(proof: string, key: string, id: number) {
		return this.#keeper.access.unshare(proof, key, id);
	}

	async statistics(proof: string, report?: ConnectionReport) {
		const entered = this.#keeper.access.enter(proof);
		if (!entered.ok) return entered;
		if (report) this.#keeper.openings.told(report);
		return ok(this.#keeper.openings.statistics);
	}

	async ask(proof: string, dialect: string, question: string) {
		const entered = this.#keeper.access.enter(proof);
		if (!entered.ok) return entered;
		const answer = askDialect(
			DIALECTS.get(dialect),
			question,
			this.#keeper.deliveries,
			entered.value,
			Date.now(),
		);
		return answer === undefined ? refuse(problem("not-found", "Nothing answers this.")) : ok(answer);
	}

	async order(proof: string, verb: Verb, target: Target, once?: CommandNumber) {
		const entered = this.#keeper.access.enter(proof);
		return entered.ok ? this.#command(entered.value, { type: "order", verb, target, once }) : entered;
	}

	async remove(proof: string, target: Target, once?: CommandNumber) {
		const entered = this.#keeper.access.enter(proof);
		return entered.ok ? this.#command(entered.value, { type: "remove", target, once }) : entered;
	}

	/** A command that may free objects: they are gone when it is answered. */
	async #command(loop: Loop, command: Command): Promise<Result<CommandReply, Problem>> {
		const done = await this.#run(loop, command);
		if (!done.ok) return done;
		const { outcomes, receipt } = done.value.decision;
		if (receipt?.refused) return refuse(problem(receipt.refused.code, receipt.refused.detail));
		if (command.type === "remove") {
			loop.erase();
			this.#keeper.access.forgetBatches(loop);
		}
		await this.#keeper.emptyTrash(loop);
		return ok({ changed: receipt?.changed ?? outcomes.length, cursor: cursorOf(loop) });
	}

	createUpload(proof: string, wanted: WantedUpload) {
		return this.#keeper.upload(proof, (uploading) => uploading.create(wanted));
	}

	seeUpload(proof: string, id: number) {
		return this.#keeper.upload(proof, (uploading) => uploading.see(id));
	}

	leaseUpload(proof: string, id: number, writer: Writer, offset: number, length: number | null) {
		return this.#keeper.upload(proof, (uploading) => uploading.leaseToClient(id, writer, offset, length));
	}

	advanceUpload(proof: string, id: number, token: string, step: Step) {
		return this.#keeper.upload(proof, (uploading) => uploading.advance(id, token, step));
	}

	async dropUpload(proof: string, id: number) {
		const dropped = await this.#keeper.upload(proof, (uploading) => uploading.drop(id));
		if (dropped.ok) this.#keeper.loop?.erase();
		return dropped;
	}

	override fetch(request: Request): Promise<Response> {
		return openStream(request, this.ctx, this.#keeper);
	}

	override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
		const { loop } = this.#keeper;
		// Whoever was closed, because its right was taken back or it was too slow, may go on to send for a while.
		if (loop === undefined || socket.readyState !== WebSocket.OPEN) return;
		const text = typeof message === "string" ? message : "";
		const dialect = DIALECTS.get(listenerOf(socket).dialect);
		const now = Date.now();
		if (dialect) hearDialect(socket, dialect, loop, text, now);
		else
			await hear(socket, { loop, fanOut: this.#keeper.fanOut }, text, (command) =>
				this.#command(loop, command),
			);
	}

	/**
	 * Answers a client's close. The platform does so by itself for other sockets, but not for those that may hibernate:
	 * without this the client waits ten seconds and then hears 1006.
	 */
	override webSocketClose(socket: WebSocket, code: number, _reason: string, wasClean: boolean): void {
		const echoed = code === 1000 || (code >= 3000 && code < 5000) ? code : 1000;
		socket.close(echoed, "");
		if (wasClean) this.#left(socket);
	}

	/** A client of a dialect has said goodbye, so it has heard everything: what comes now is kept, where that is promised. */
	#left(socket: WebSocket): void {
		const dialect = DIALECTS.get(listenerOf(socket).dialect);
		const { loop, deliveries } = this.#keeper;
		if (dialect?.keeps && loop) deliveries.left(dialect, loop, socket);
	}

	override async alarm(): Promise<void> {
		await this.#keeper.ring();
	}
}
