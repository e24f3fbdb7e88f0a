/** Milliseconds to wait before a call is made again that storage or the session did not answer. */
const RETRY_MS = [50, 250, 1_000] as const;

/** Makes a call, and again when it fails, after pauses that grow. The last failure is the caller's. */
export async function callAgain<Value>(
	call: () => Promise<Value>,
	wait: (ms: number) => Promise<void>,
): Promise<Value> {
	for (const ms of RETRY_MS) {
		try {
			return await call();
		} catch {
			await wait(ms);
		}
	}
	return call();
}
