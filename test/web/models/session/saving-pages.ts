import { delay } from "../../../../client/http/clock.ts";
import { SessionModel } from "../../../../web/models/session/session-model.ts";
import { SessionSaver } from "../../../../web/models/session/session-saver.ts";
import { FakeClock } from "../../../client/support/fake-clock.ts";
import { FakeSessionStore } from "../../support/fake-session-store.ts";

/** A storage that pages share, and a clock. */
export function savingPages() {
	const clock = new FakeClock();
	const store = new FakeSessionStore();
	let stamps = 0;

	/** A page that has just been opened, over the storage that all pages share. */
	function openPage({ mayWrite = true, isShared = false } = {}) {
		const session = new SessionModel(
			(work) => queueMicrotask(work),
			(work) => clock.after(1, work),
			clock.now.bind(clock),
		);
		const saver = new SessionSaver({
			store,
			streamed: session.streamed,
			clock,
			yieldToLoop: () => delay(clock, 1),
			lastMessageAt: () => clock.now(),
			newStamp: () => `stamp-${++stamps}`,
			isShared,
		});
		saver.allowWrites(mayWrite);
		return { session, saver };
	}

	return { clock, store, openPage };
}
