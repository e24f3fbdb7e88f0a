import { DurableObject } from "cloudflare:workers";
import type { Guarded } from "./actor/guarded.ts";
import { SessionRuntime } from "./actor/session-runtime.ts";
import { onDialectMessage } from "./actor/sockets/dialect-socket.ts";
import { DIALECTS } from "./actor/sockets/dialects.ts";
import { onStreamMessage } from "./actor/sockets/stream-socket.ts";
import type { Env } from "./env.ts";
import { ok } from "./protocol/result.ts";
import type { IdempotencyKey, Target, Verb } from "./protocol/stream/command-message.ts";
import type { ConnectionReport } from "./protocol/stream/statistics.ts";
import { PING, PONG } from "./protocol/stream/stream-message.ts";
import type { BytesPurpose } from "./session/access/access-rules.ts";
import type { ShareRequest } from "./session/access/shares.ts";
import type { FileRange, SessionRpc } from "./session/rpc/session-rpc.ts";
import type { Announcement, Arrival } from "./session/rules/command.ts";
import type { UploadStep, UploadWriter, WantedUpload } from "./session/rules/upload-protocol.ts";
import type { SearchRequest } from "./session/search/search.ts";
import type { ChunksFrom } from "./session/store/text-tables.ts";
import { SOCKET_OPEN } from "./session/stream/socket.ts";
import { attachmentOf } from "./session/stream/socket-attachment.ts";

/** The calls that need no admitted caller: opening happens once, on an id that the platform has just minted. */
type Unguarded = "open";

/**
 * The Durable Object of one session: its RPC methods, its sockets and its alarm, each handed on to the room that does it. Every
 * RPC method but `open` goes through `owner` or `viewer`, which admit its caller: one that does not fails to compile.
 */
export class SessionActor
	extends DurableObject<Env>
	implements Pick<SessionRpc, Unguarded>, Guarded<Omit<SessionRpc, Unguarded>>
{
	readonly #runtime: SessionRuntime;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
		this.#runtime = new SessionRuntime(ctx, env);
	}

	async open(tokenHash: string) {
		return this.#runtime.start(tokenHash);
	}

	admit(tokenHash: string) {
		return this.#runtime.owner(tokenHash, () => ok(null));
	}

	info(tokenHash: string) {
		return this.#runtime.owner(tokenHash, ({ open }) => ok(open.info()));
	}

	endSession(tokenHash: string) {
		return this.#runtime.owner(tokenHash, async () => {
			await this.#runtime.end();
			return ok(null);
		});
	}

	announce(tokenHash: string, key: string, announcement: Announcement) {
		return this.#runtime.owner(tokenHash, ({ owner }) => owner.announce(key, announcement));
	}

	begin(tokenHash: string, file: number, size: number | null, object: string) {
		return this.#runtime.owner(tokenHash, ({ owner }) => owner.begin(file, size, object));
	}

	store(tokenHash: string, arrivals: readonly Arrival[]) {
		return this.#runtime.owner(tokenHash, ({ owner }) => owner.store(arrivals));
	}

	release(tokenHash: string, file: number, object: string) {
		return this.#runtime.owner(tokenHash, ({ owner }) => owner.release(file, object));
	}

	fileDetails(tokenHash: string, file: number) {
		return this.#runtime.viewer(tokenHash, (api) => api.details(file));
	}

	chunks(tokenHash: string, file: number, from: ChunksFrom, count: number) {
		return this.#runtime.viewer(tokenHash, (api) => api.chunks(file, from, count));
	}

	storedFile(tokenHash: string, file: number, purpose: BytesPurpose) {
		return this.#runtime.viewer(tokenHash, (api) => api.storedFile(file, purpose));
	}

	listFiles(tokenHash: string, range: FileRange) {
		return this.#runtime.viewer(tokenHash, (api) => api.list(range));
	}

	batchStatus(tokenHash: string, key: string) {
		return this.#runtime.viewer(tokenHash, (api) => api.batch(key));
	}

	search(tokenHash: string, request: SearchRequest) {
		return this.#runtime.owner(tokenHash, ({ owner }) => owner.search(request));
	}

	answerDialect(tokenHash: string, dialect: string, question: string) {
		return this.#runtime.owner(tokenHash, ({ owner }) => owner.answerDialect(dialect, question));
	}

	applyVerb(tokenHash: string, verb: Verb, target: Target, idempotencyKey?: IdempotencyKey) {
		return this.#runtime.owner(tokenHash, ({ owner }) =>
			owner.control({ type: "verb", verb, target, idempotencyKey }),
		);
	}

	remove(tokenHash: string, target: Target, idempotencyKey?: IdempotencyKey) {
		return this.#runtime.owner(tokenHash, ({ owner }) =>
			owner.control({ type: "remove", target, idempotencyKey }),
		);
	}

	changeToken(tokenHash: string, next: string) {
		return this.#runtime.owner(tokenHash, ({ open }) => {
			open.row.save({ tokenHash: next });
			open.shares.revokeOwner();
			return ok(null);
		});
	}

	addTicket(tokenHash: string, ticketHash: string) {
		return this.#runtime.viewer(tokenHash, (_api, viewer, { shares }) =>
			shares.addTicket(viewer, ticketHash),
		);
	}

	createShare(tokenHash: string, request: ShareRequest) {
		return this.#runtime.owner(tokenHash, ({ open }) => open.shares.create(request));
	}

	listShares(tokenHash: string, key: string) {
		return this.#runtime.owner(tokenHash, ({ open }) => open.shares.list(key));
	}

	revokeShare(tokenHash: string, key: string, id: number) {
		return this.#runtime.owner(tokenHash, ({ open }) => open.shares.revoke(key, id));
	}

	statistics(tokenHash: string, report?: ConnectionReport) {
		const { connections } = this.#runtime.platform;
		return this.#runtime.owner(tokenHash, () => {
			if (report) connections.addReport(report);
			return ok(connections.statistics);
		});
	}

	createUpload(tokenHash: string, wanted: WantedUpload) {
		return this.#runtime.owner(tokenHash, ({ owner }) => owner.upload((uploads) => uploads.create(wanted)));
	}

	uploadStatus(tokenHash: string, id: number) {
		return this.#runtime.owner(tokenHash, ({ owner }) => owner.upload((uploads) => uploads.status(id)));
	}

	leaseUpload(tokenHash: string, id: number, writer: UploadWriter, offset: number, length: number | null) {
		return this.#runtime.owner(tokenHash, ({ owner }) =>
			owner.upload((uploads) => uploads.leaseToClient(id, writer, offset, length)),
		);
	}

	advanceUpload(tokenHash: string, id: number, token: string, step: UploadStep) {
		return this.#runtime.owner(tokenHash, ({ owner }) =>
			owner.upload((uploads) => uploads.advance(id, token, step)),
		);
	}

	dropUpload(tokenHash: string, id: number) {
		return this.#runtime.owner(tokenHash, ({ owner }) => owner.dropUpload(id));
	}

	override fetch(request: Request): Promise<Response> {
		return this.#runtime.stream(request);
	}

	override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
		const { open, platform } = this.#runtime;
		// A socket that we have closed (revoked, or too slow) may go on sending for a while.
		if (open === undefined || socket.readyState !== SOCKET_OPEN) return;
		const text = typeof message === "string" ? message : "";
		const dialect = DIALECTS.get(attachmentOf(socket).dialect);
		if (dialect) onDialectMessage(socket, dialect, open.session, text, Date.now());
		else
			await onStreamMessage(socket, open.session, platform.fanOut, text, (command) =>
				open.owner.control(command),
			);
	}

	/**
	 * Answers a client's close frame. The platform does so by itself for other sockets, but not for hibernatable ones: without
	 * this the client waits ten seconds and then gets 1006.
	 */
	override webSocketClose(socket: WebSocket, code: number, _reason: string, wasClean: boolean): void {
		const echoed = code === 1000 || (code >= 3000 && code < 5000) ? code : 1000;
		socket.close(echoed, "");
		const dialect = DIALECTS.get(attachmentOf(socket).dialect);
		const { open } = this.#runtime;
		// A client that says goodbye has received everything: what comes now is kept, if its dialect promises that.
		if (wasClean && dialect?.keepsMissed && open) open.missedMessages.onClose(dialect, open.session, socket);
	}

	override async alarm(): Promise<void> {
		await this.#runtime.onAlarm();
	}
}

/** Public methods of the actor that are neither guarded nor the platform's own: there must be none. */
type Unlisted = Exclude<
	keyof SessionActor,
	keyof SessionRpc | "fetch" | "alarm" | "webSocketMessage" | "webSocketClose" | keyof DurableObject
>;
null as unknown as Unlisted satisfies never;
