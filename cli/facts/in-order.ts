/**
 * Asks for many things, so many at once, and gives the answers in the order of the questions. No more than `ahead`
 * answers are ever held, however slowly they are taken.
 */
export async function* inOrder<Item, Answer>(
	items: Iterable<Item>,
	ahead: number,
	ask: (item: Item) => Promise<Answer>,
): AsyncGenerator<Answer> {
	const asked: Promise<Answer>[] = [];
	for (const item of items) {
		const answer = ask(item);
		// Its failure is thrown where it is taken, and not before.
		answer.catch(() => {});
		asked.push(answer);
		if (asked.length < ahead) continue;
		const next = asked.shift();
		if (next !== undefined) yield await next;
	}
	for (const answer of asked) yield await answer;
}
