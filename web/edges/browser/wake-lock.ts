/** Keeps the screen on, for as long as somebody asks for it. */
export interface WakeLock {
	want(wanted: boolean): void;
}

/**
 * Over the browser's own lock, where there is one. The browser lets the lock go whenever the page is hidden, so it is taken
 * again when the page is seen; a refusal (a low battery, for one) changes nothing but that the screen may go dark.
 */
export function createWakeLock(navigator: Navigator, document: Document): WakeLock {
	let wanted = false;
	let asking = false;
	let held: WakeLockSentinel | undefined;
	async function settle(): Promise<void> {
		if (asking) return;
		asking = true;
		if (wanted && held === undefined && !document.hidden) {
			const lock = await navigator.wakeLock.request("screen").catch(() => undefined);
			held = lock;
			lock?.addEventListener("release", () => {
				if (held === lock) held = undefined;
			});
		}
		asking = false;
		if (wanted) return;
		const lock = held;
		held = undefined;
		await lock?.release().catch(() => {});
	}
	// Only secure origins have it.
	if (!("wakeLock" in navigator)) return { want() {} };
	document.addEventListener("visibilitychange", () => void settle());
	return {
		want(now) {
			if (wanted === now) return;
			wanted = now;
			void settle();
		},
	};
}
