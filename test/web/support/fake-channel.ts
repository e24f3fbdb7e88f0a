import type { TabChannel, TabMessage } from "../../../web/edges/tabs/tab-channel.ts";
import type { FakeClock } from "../../client/support/fake-clock.ts";

/** What a message takes from tab to tab, in milliseconds. */
const TRAVEL_MS = 1;

interface Ear {
	frozen: boolean;
	closed: boolean;
	readonly listeners: Set<(message: TabMessage) => void>;
	readonly held: TabMessage[];
}

/** The channel of a browser whose tabs can be frozen and killed. */
export class FakeChannels {
	#ears = new Set<Ear>();
	#clock: FakeClock;

	constructor(clock: FakeClock) {
		this.#clock = clock;
	}

	tab(): TabChannel & { freeze(frozen: boolean): void; kill(): void } {
		const ear: Ear = { frozen: false, closed: false, listeners: new Set(), held: [] };
		this.#ears.add(ear);
		const hear = (message: TabMessage) => {
			for (const listener of [...ear.listeners]) listener(message);
		};
		return {
			post: (message) => {
				if (ear.closed) return;
				for (const other of this.#ears) {
					if (other === ear) continue;
					this.#clock.after(TRAVEL_MS, () => {
						if (other.closed) return;
						if (other.frozen) other.held.push(message);
						else for (const listener of [...other.listeners]) listener(message);
					});
				}
			},
			listen(listener) {
				ear.listeners.add(listener);
				return () => ear.listeners.delete(listener);
			},
			freeze(frozen) {
				ear.frozen = frozen;
				if (!frozen) for (const message of ear.held.splice(0)) hear(message);
			},
			kill: () => {
				ear.closed = true;
				this.#ears.delete(ear);
			},
		};
	}
}
