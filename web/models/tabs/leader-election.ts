import type { Clock } from "../../../client/http/clock.ts";
import type { StreamState } from "../../../client/stream/event-stream.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import type { Placement } from "../../../src/protocol/stream/place-frame.ts";
import { CLOSE } from "../../../src/protocol/stream/stream-message.ts";
import type { TabChannel } from "../../edges/tabs/tab-channel.ts";
import type { TabLocks } from "../../edges/tabs/tab-locks.ts";
import type { Connection } from "../session/connection.ts";
import type { StreamedState } from "../session/streamed-state.ts";
import { TabDesk } from "./leader-server.ts";

/** The lock of the tab that holds the stream. */
const LEAD_LOCK = "darkroom-stream";

/** Other tabs hear at most this often, in milliseconds, that the server has spoken; far below what makes a list stale. */
const STANDING_MS = 5_000;

/** What a browser calls the end of a page. */
const GOING_AWAY = 1001;

/** What leading and following need. */
export interface TabLeadDeps {
	readonly channel: TabChannel;
	readonly locks: TabLocks;
	readonly clock: Clock;
	readonly streamed: StreamedState;
	readonly connection: Connection;
	/** The stream has to open its line anew: to the server instead of another tab. */
	relocate(): void;
	/** Somebody wants to know whether the line still lives. */
	doubt(): void;
	/** Whether this tab leads: only one may write what is kept. */
	leads(does: boolean): void;
}

/**
 * One tab of a browser holds the stream, and the others hear from it: HTTP/1.1 has six connections for all of them. Whoever has the
 * lock leads. When its tab closes or crashes the browser gives the lock to the next, whose own cursor says what it has missed.
 */
export class TabLead {
	#deps: TabLeadDeps;
	#session: string | undefined;
	#giveBack: (() => void) | undefined;
	#desk: TabDesk | undefined;
	/** How the leading tab stands, while this one follows. */
	#ahead: StreamState = "catching-up";
	#toldAt = 0;
	/** Raised with every beginning and end; what was waited for before is then void. */
	#generation = 0;

	constructor(deps: TabLeadDeps) {
		this.#deps = deps;
		deps.channel.listen((message) => {
			if (message.kind !== "standing" || message.session !== this.#session || this.isLeading) return;
			this.#ahead = message.state;
			deps.connection.heard(message.heardAt);
			this.#show(message.state);
		});
		deps.streamed.onPiece(() => this.#desk?.serve());
	}

	get isLeading(): boolean {
		return this.#desk !== undefined;
	}

	/** The session whose stream is shared. */
	get session(): string {
		return this.#session ?? "";
	}

	/** Leads if nobody does; else follows, until the tab that leads is gone. */
	async begin(session: string): Promise<void> {
		const generation = ++this.#generation;
		this.#session = session;
		const { locks, relocate } = this.#deps;
		const giveBack = await locks.tryTake(LEAD_LOCK);
		if (giveBack !== undefined) return this.#lead(giveBack, generation);
		void locks.take(LEAD_LOCK).then((later) => {
			this.#lead(later, generation);
			if (this.isLeading) relocate();
		});
	}

	/** Stops leading or following. `ended`: the session itself is gone, for the other tabs too. */
	end(why: "leaving" | "ended"): void {
		this.#generation++;
		this.#session = undefined;
		const desk = this.#desk;
		this.#desk = undefined;
		desk?.close(why === "ended" ? CLOSE.sessionEnded : GOING_AWAY);
		this.#deps.leads(false);
		this.#giveBack?.();
		this.#giveBack = undefined;
	}

	/** What this tab's stream says of itself. */
	became(state: StreamState): void {
		// A follower's line is as good as the one of the tab that it follows.
		this.#show(!this.isLeading && state === "live" ? this.#ahead : state);
		this.#desk?.tellStanding();
	}

	/** This tab's stream heard something, from the server unless it came over a line between tabs. */
	heard(over: "socket" | "fallback"): void {
		if (!this.isLeading && over === "socket") return;
		const { connection, clock } = this.#deps;
		connection.heard();
		if (clock.now() - this.#toldAt < STANDING_MS) return;
		this.#toldAt = clock.now();
		this.#desk?.tellStanding();
	}

	/** Takes a frame, and hands it on. */
	deliver(frame: Frame): Placement {
		const placement = this.#deps.streamed.deliver(frame);
		if (placement === "apply" || placement === "reset") this.#desk?.relay(frame);
		return placement;
	}

	#lead(giveBack: () => void, generation: number): void {
		if (generation !== this.#generation || this.#session === undefined) {
			giveBack();
			return;
		}
		const { channel, streamed, connection, clock, doubt, leads } = this.#deps;
		this.#giveBack = giveBack;
		this.#desk = new TabDesk({
			channel,
			streamed,
			session: this.#session,
			now: () => clock.now(),
			doubt: () => {
				if (clock.now() - connection.heardAt >= STANDING_MS) doubt();
			},
			standing: () => ({ state: connection.state.peek(), heardAt: connection.heardAt }),
		});
		leads(true);
	}

	#show(state: StreamState): void {
		this.#deps.connection.became(state);
		if (state === "live" || state === "polling") this.#deps.streamed.confirm();
	}
}
