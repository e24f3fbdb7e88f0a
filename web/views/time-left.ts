import type { Halt, Pace, TimeLeft } from "../models/progress/pace.ts";
import { formatByteRate, formatFileRate } from "./format.ts";

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;

/** Below this, in seconds, nobody needs a number. */
const FEW_SECONDS = 10;

/** Two guesses whose quotient is below this are one. */
const ALIKE = 1.5;

const HALTED: Readonly<Record<Halt, string>> = {
	paused: "Paused",
	offline: "Offline: goes on by itself",
	slowed: "The server asked to wait",
};

interface Unit {
	readonly seconds: number;
	readonly one: string;
	readonly many: string;
}

const SECONDS: Unit = { seconds: 10, one: "10 seconds", many: "seconds" };
const MINUTES: Unit = { seconds: MINUTE_S, one: "1 minute", many: "minutes" };
const HOURS: Unit = { seconds: HOUR_S, one: "1 hour", many: "hours" };

/** The unit in which a time is told: a coarse one as soon as it has two of them or so. */
function unitOf(seconds: number): Unit {
	if (seconds < 55) return SECONDS;
	return seconds < 90 * MINUTE_S ? MINUTES : HOURS;
}

function inUnit(seconds: number, unit: Unit): number {
	return Math.max(1, Math.round(seconds / unit.seconds));
}

function words(count: number, unit: Unit): string {
	if (count === 1) return unit.one;
	return `${unit === SECONDS ? count * 10 : count} ${unit.many}`;
}

/** `about 2 minutes left`, `2 to 5 minutes left`, `up to 2 minutes left`, `a few seconds left`. */
export function formatTimeLeft({ from, to }: TimeLeft): string {
	if (to < FEW_SECONDS) return "a few seconds left";
	const unit = unitOf(to);
	const high = inUnit(to, unit);
	const low = inUnit(from, unit);
	if (to < from * ALIKE || low === high) return `about ${words(inUnit((from + to) / 2, unit), unit)} left`;
	if (from < unit.seconds / 2) return `up to ${words(high, unit)} left`;
	return `${unit === SECONDS ? low * 10 : low} to ${words(high, unit)} left`;
}

/** How fast, and how long still; or why nothing moves, and how long it takes once it does. */
export function formatPace({ speed, left, halt }: Pace, what: "bytes" | "all"): string {
	if (halt !== undefined) return left ? `${HALTED[halt]} · ${formatTimeLeft(left)} then` : HALTED[halt];
	const parts = [
		speed.bytes >= 1 && formatByteRate(speed.bytes),
		what === "all" && speed.files >= 0.05 && formatFileRate(speed.files),
		left !== undefined && formatTimeLeft(left),
	];
	return parts.filter((part) => part !== false).join(" · ");
}
