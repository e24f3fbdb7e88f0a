/**
 * Milliseconds to wait before each retry of a call to storage or to the session. Few and short: a client is waiting, and has a backoff
 * of its own.
 */
const RETRY_DELAYS_MS = [50, 250, 1_000] as const;

/** Makes a call and retries it with growing delays. Throws the last error. */
export async function retryCall<Value>(
	call: () => Promise<Value>,
	wait: (ms: number) => Promise<void>,
): Promise<Value> {
	for (const ms of RETRY_DELAYS_MS) {
		try {
			return await call();
		} catch {
			await wait(ms);
		}
	}
	return call();
}
