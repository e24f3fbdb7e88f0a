import type { TabChannel, TabMessage } from "../../../web/edges/tabs/tab-channel.ts";
import type { FakeClock } from "../../client/support/fake-clock.ts";

/** Milliseconds that a message takes from tab to tab. */
const LATENCY_MS = 1;

interface FakeTab {
	frozen: boolean;
	closed: boolean;
	readonly listeners: Set<(message: TabMessage) => void>;
	readonly held: TabMessage[];
}

/** The channel of a browser whose tabs can be frozen and killed. */
export class FakeTabChannels {
	#tabs = new Set<FakeTab>();
	#clock: FakeClock;

	constructor(clock: FakeClock) {
		this.#clock = clock;
	}

	tab(): TabChannel & { freeze(frozen: boolean): void; kill(): void } {
		const tab: FakeTab = { frozen: false, closed: false, listeners: new Set(), held: [] };
		this.#tabs.add(tab);
		const receive = (message: TabMessage) => {
			for (const listener of [...tab.listeners]) listener(message);
		};
		return {
			post: (message) => {
				if (tab.closed) return;
				for (const other of this.#tabs) {
					if (other === tab) continue;
					this.#clock.after(LATENCY_MS, () => {
						if (other.closed) return;
						if (other.frozen) other.held.push(message);
						else for (const listener of [...other.listeners]) listener(message);
					});
				}
			},
			listen(listener) {
				tab.listeners.add(listener);
				return () => tab.listeners.delete(listener);
			},
			freeze(frozen) {
				tab.frozen = frozen;
				if (!frozen) for (const message of tab.held.splice(0)) receive(message);
			},
			kill: () => {
				tab.closed = true;
				this.#tabs.delete(tab);
			},
		};
	}
}
