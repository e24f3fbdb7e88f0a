import type { Clock } from "../../../client/http.ts";
import type { StreamState } from "../../../client/stream.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import type { Placement } from "../../../src/protocol/stream/place-frame.ts";
import { CLOSE } from "../../../src/protocol/stream/stream-message.ts";
import type { TabChannel } from "../../edges/tabs/tab-channel.ts";
import type { TabLocks } from "../../edges/tabs/tab-locks.ts";
import type { Connection } from "../session/connection.ts";
import type { StreamedState } from "../session/streamed-state.ts";
import { LeaderServer } from "./leader-server.ts";

/** The lock of the tab that holds the stream. */
const LEADER_LOCK = "darkroom-stream";

/**
 * Shortest time between two announcements that messages from the server arrive, in milliseconds; far below the time
 * after which a list is stale.
 */
const STATUS_INTERVAL_MS = 5_000;

/** The close code for a page that is being left (RFC 6455 §7.4.1: going away). */
const GOING_AWAY = 1001;

/** Dependencies of the election. */
export interface LeaderElectionDeps {
	readonly channel: TabChannel;
	readonly locks: TabLocks;
	readonly clock: Clock;
	readonly streamed: StreamedState;
	readonly connection: Connection;
	/** Makes the stream reconnect: to the server instead of another tab. */
	reconnect(): void;
	/** Checks whether the connection is still alive. */
	probe(): void;
	/** Called when this tab becomes or stops being the leader. Only the leader may write to storage. */
	onLeadershipChange(isLeader: boolean): void;
}

/**
 * One tab of a browser holds the stream and the others follow it, because HTTP/1.1 allows a browser six connections per
 * origin. The tab with the lock leads. When it closes or crashes, the browser grants the lock to the next tab, whose
 * own cursor says what it missed.
 */
export class LeaderElection {
	#deps: LeaderElectionDeps;
	#session: string | undefined;
	#releaseLock: (() => void) | undefined;
	#server: LeaderServer | undefined;
	/** The leader's connection state, while this tab follows. */
	#leaderState: StreamState = "catching-up";
	#announcedAt = 0;
	/** Raised by every join and leave; what was awaited before is then void. */
	#generation = 0;

	constructor(deps: LeaderElectionDeps) {
		this.#deps = deps;
		deps.channel.listen((message) => {
			if (message.kind !== "standing" || message.session !== this.#session || this.isLeading) return;
			this.#leaderState = message.state;
			deps.connection.messageReceived(message.heardAt);
			this.#setState(message.state);
		});
		deps.streamed.onPiece(() => this.#server?.serveWaiting());
	}

	get isLeading(): boolean {
		return this.#server !== undefined;
	}

	/** The id of the session whose stream is shared. */
	get session(): string {
		return this.#session ?? "";
	}

	/** Becomes the leader if there is none; otherwise follows until the leader is gone. */
	async join(session: string): Promise<void> {
		const generation = ++this.#generation;
		this.#session = session;
		const { locks, reconnect } = this.#deps;
		const releaseLock = await locks.tryAcquire(LEADER_LOCK);
		if (releaseLock !== undefined) return this.#becomeLeader(releaseLock, generation);
		void locks.acquire(LEADER_LOCK).then((release) => {
			this.#becomeLeader(release, generation);
			if (this.isLeading) reconnect();
		});
	}

	/** Stops leading or following. `ended`: the session no longer exists, so the other tabs' streams end too. */
	leave(reason: "leaving" | "ended"): void {
		this.#generation++;
		this.#session = undefined;
		const server = this.#server;
		this.#server = undefined;
		server?.close(reason === "ended" ? CLOSE.sessionEnded : GOING_AWAY);
		this.#deps.onLeadershipChange(false);
		this.#releaseLock?.();
		this.#releaseLock = undefined;
	}

	/** The state of this tab's stream has changed. */
	streamStateChanged(state: StreamState): void {
		// A follower's connection is only as good as the leader's.
		this.#setState(!this.isLeading && state === "live" ? this.#leaderState : state);
		this.#server?.announceStatus();
	}

	/** This tab's stream received something: from the server, or from the leader over a socket between tabs. */
	messageReceived(via: "socket" | "fallback"): void {
		if (!this.isLeading && via === "socket") return;
		const { connection, clock } = this.#deps;
		connection.messageReceived();
		if (clock.now() - this.#announcedAt < STATUS_INTERVAL_MS) return;
		this.#announcedAt = clock.now();
		this.#server?.announceStatus();
	}

	/** Accepts a frame, and relays it to followers. */
	deliver(frame: Frame): Placement {
		const placement = this.#deps.streamed.deliver(frame);
		if (placement === "apply" || placement === "reset") this.#server?.relay(frame);
		return placement;
	}

	#becomeLeader(releaseLock: () => void, generation: number): void {
		if (generation !== this.#generation || this.#session === undefined) {
			releaseLock();
			return;
		}
		const { channel, streamed, connection, clock, probe, onLeadershipChange } = this.#deps;
		this.#releaseLock = releaseLock;
		this.#server = new LeaderServer({
			channel,
			streamed,
			session: this.#session,
			now: () => clock.now(),
			probe: () => {
				if (clock.now() - connection.lastMessageAt >= STATUS_INTERVAL_MS) probe();
			},
			status: () => ({ state: connection.state.peek(), heardAt: connection.lastMessageAt }),
		});
		onLeadershipChange(true);
	}

	#setState(state: StreamState): void {
		this.#deps.connection.setState(state);
		if (state === "live" || state === "polling") this.#deps.streamed.confirm();
	}
}
