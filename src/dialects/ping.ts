/** Whether a message is `{"type": "ping"}`, by which clients of several seeds check that the connection is alive. */
export function isPing(text: string): boolean {
	try {
		const message: unknown = JSON.parse(text);
		return typeof message === "object" && message !== null && "type" in message && message.type === "ping";
	} catch {
		return false;
	}
}
