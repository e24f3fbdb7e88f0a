/** Everything that may want the actor awake at a time; milliseconds since 1970, `undefined` when it wants nothing. */
export interface AlarmWishes {
	/** Files wait for a slice of work. */
	readonly work: number | undefined;
	/** The first file in `retrying` may be tried again. */
	readonly retry: number | undefined;
	/** The oldest upload under way is given up. */
	readonly stale: number | undefined;
	/** A link is to be fetched, or somebody must look whether the one who does still lives. */
	readonly links: number | undefined;
	/** A half upload expires, or one whose bytes are all there is to be finished. */
	readonly uploads: number | undefined;
	/** Objects, or vectors, wait to be removed. */
	readonly trash: number | undefined;
	/** Objects that belong to no file are looked for. */
	readonly sweep: number | undefined;
	/** Sockets of a dialect want their heartbeat. */
	readonly heartbeat: number | undefined;
	/** Everything goes. */
	readonly expiry: number | undefined;
}

/** The one alarm that an actor has: the earliest wish. `undefined` when nothing is wanted. */
export function nextAlarm(wishes: AlarmWishes): number | undefined {
	const times = Object.values(wishes).filter((time): time is number => time !== undefined);
	return times.length === 0 ? undefined : Math.min(...times);
}

/**
 * Whether the alarm must be set anew. One that rings too early costs a wake and sets itself right; each setting costs
 * a row. So only a time that is missed otherwise is worth it.
 */
export function mustSet(present: number | null, wanted: number | undefined): wanted is number {
	return wanted !== undefined && (present === null || wanted < present);
}
