/** The result of `work`, or `late`. Clears its timer: a pending one would keep the Durable Object from hibernating. */
export async function withTimeout<Value>(
	milliseconds: number,
	work: Promise<Value>,
): Promise<Value | "late"> {
	const late = Promise.withResolvers<"late">();
	const timer = setTimeout(() => late.resolve("late"), milliseconds);
	try {
		return await Promise.race([work, late.promise]);
	} finally {
		clearTimeout(timer);
	}
}
