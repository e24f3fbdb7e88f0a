/** Keeps the screen on while that is wanted. */
export interface WakeLock {
	setWanted(isWanted: boolean): void;
}

/**
 * Uses the Screen Wake Lock API where it exists. The browser releases the lock whenever the page is hidden, so it is
 * acquired again when the page becomes visible. After a refusal (such as a low battery) the screen may go dark; nothing
 * else changes.
 */
export function createWakeLock(navigator: Navigator, document: Document): WakeLock {
	let isWanted = false;
	let isRequesting = false;
	let held: WakeLockSentinel | undefined;
	async function update(): Promise<void> {
		if (isRequesting) return;
		isRequesting = true;
		if (isWanted && held === undefined && !document.hidden) {
			const lock = await navigator.wakeLock.request("screen").catch(() => undefined);
			held = lock;
			lock?.addEventListener("release", () => {
				if (held === lock) held = undefined;
			});
		}
		isRequesting = false;
		if (isWanted) return;
		const lock = held;
		held = undefined;
		await lock?.release().catch(() => {});
	}
	// The API exists in secure contexts only.
	if (!("wakeLock" in navigator)) return { setWanted() {} };
	document.addEventListener("visibilitychange", () => void update());
	return {
		setWanted(now) {
			if (isWanted === now) return;
			isWanted = now;
			void update();
		},
	};
}
