/**
 * Makes requests ahead and yields their answers in order. At most `ahead` requests are in flight or held, however slowly their
 * answers are consumed.
 */
export async function* inOrder<Item, Answer>(
	items: Iterable<Item>,
	ahead: number,
	request: (item: Item) => Promise<Answer>,
): AsyncGenerator<Answer> {
	const pending: Promise<Answer>[] = [];
	for (const item of items) {
		const answer = request(item);
		// A rejection is thrown where the answer is yielded; until then it must not count as unhandled.
		answer.catch(() => {});
		pending.push(answer);
		if (pending.length < ahead) continue;
		const next = pending.shift();
		if (next !== undefined) yield await next;
	}
	for (const answer of pending) yield await answer;
}
