/** Whether a client says `{"type": "ping"}`, as those of several seeds do to see that the line lives. */
export function isPing(text: string): boolean {
	try {
		const said: unknown = JSON.parse(text);
		return typeof said === "object" && said !== null && "type" in said && said.type === "ping";
	} catch {
		return false;
	}
}
