import { EventStream } from "../../../../client/stream/event-stream.ts";
import { emptyState } from "../../../../src/protocol/stream/session-state.ts";
import { stateHash } from "../../../../src/protocol/stream/state-hash.ts";
import { openFollowerSocket } from "../../../../web/edges/tabs/follower-socket.ts";
import { Connection } from "../../../../web/models/session/connection.ts";
import { StreamedState } from "../../../../web/models/session/streamed-state.ts";
import { LeaderElection } from "../../../../web/models/tabs/leader-election.ts";
import { FakeClock } from "../../../client/support/fake-clock.ts";
import { FakeTabChannels } from "../../support/fake-channel.ts";
import { FakeTabLocks } from "../../support/fake-tabs.ts";
import { SimulatedSession } from "../../support/simulated-session.ts";

/** Longer than any pause before a tab tries again. */
export const RECOVERY_MS = 130_000;

/** A browser whose tabs run the real models over fake edges, and their session at the server. */
export function tabbedBrowser() {
	const clock = new FakeClock();
	const session = new SimulatedSession(clock);
	const locks = new FakeTabLocks();
	const channels = new FakeTabChannels(clock);
	let sockets = 0;

	class Tab {
		readonly streamed = new StreamedState((work) => clock.after(1, work));
		readonly connection = new Connection(clock);
		readonly channel = channels.tab();
		readonly locks = locks.tab();
		ended = 0;
		probes = 0;
		readonly election: LeaderElection = new LeaderElection({
			channel: this.channel,
			locks: this.locks,
			clock,
			streamed: this.streamed,
			connection: this.connection,
			reconnect: () => this.stream.reconnect(),
			probe: () => {
				this.probes++;
				this.stream.probe();
			},
			onLeadershipChange: () => {},
		});
		readonly stream: EventStream = new EventStream(
			{
				clock,
				online: () => true,
				...session.edges,
				openSocket: (path) =>
					this.election.isLeading
						? session.edges.openSocket(path)
						: openFollowerSocket(
								{ channel: this.channel, clock, session: this.election.session, id: `socket ${++sockets}` },
								path,
							),
			},
			{
				cursor: () => this.streamed.cursor(),
				busy: () => this.streamed.hasWork(),
				frame: (frame) => this.election.deliver(frame),
				state: (state) => this.election.streamStateChanged(state),
				received: (over) => this.election.messageReceived(over),
				sessionEnded: () => {
					this.ended++;
				},
			},
		);

		async open(): Promise<this> {
			await this.election.join("mine");
			this.stream.start();
			return this;
		}

		/** The tab is closed normally. */
		close(): void {
			this.election.leave("leaving");
			this.kill();
		}

		/** The tab crashes without a message, but the browser frees its locks, and those it waits for. */
		kill(): void {
			this.channel.kill();
			this.election.leave("leaving");
			this.stream.stop();
			this.locks.close();
		}

		get hash(): string {
			return stateHash(this.streamed.wholeState() ?? emptyState());
		}
	}

	async function openTabs(count: number): Promise<Tab[]> {
		const tabs: Tab[] = [];
		for (let tab = 0; tab < count; tab++) {
			tabs.push(await new Tab().open());
			await clock.advance(100);
		}
		return tabs;
	}

	return { clock, session, Tab, openTabs };
}

export type BrowserTab = InstanceType<ReturnType<typeof tabbedBrowser>["Tab"]>;
