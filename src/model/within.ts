/** What comes of `work` in time, or `late`. Leaves no timer behind: one would keep the actor awake. */
export async function within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value | "late"> {
	const late = Promise.withResolvers<"late">();
	const timer = setTimeout(() => late.resolve("late"), milliseconds);
	try {
		return await Promise.race([work, late.promise]);
	} finally {
		clearTimeout(timer);
	}
}
