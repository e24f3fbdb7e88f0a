import type { HaltReason, PaceEstimate, SecondsLeft } from "../../models/progress/pace.ts";
import { formatByteRate, formatFileRate } from "./format.ts";

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;

/** Below this, in seconds, no number is shown. */
const FEW_SECONDS = 10;

/** A range whose ends differ by less than this factor is shown as one number. */
const NARROW_RANGE = 1.5;

const HALTED: Readonly<Record<HaltReason, string>> = {
	paused: "Paused",
	offline: "Offline. Uploading continues when you're back",
	slowed: "Server busy. Uploading continues soon",
};

interface Unit {
	readonly seconds: number;
	readonly one: string;
	readonly many: string;
}

const SECONDS: Unit = { seconds: 10, one: "10 seconds", many: "seconds" };
const MINUTES: Unit = { seconds: MINUTE_S, one: "1 minute", many: "minutes" };
const HOURS: Unit = { seconds: HOUR_S, one: "1 hour", many: "hours" };

/** The unit to show a time in: minutes from 55 seconds on, hours from 90 minutes on. */
function unitOf(seconds: number): Unit {
	if (seconds < 55) return SECONDS;
	return seconds < 90 * MINUTE_S ? MINUTES : HOURS;
}

function inUnit(seconds: number, unit: Unit): number {
	return Math.max(1, Math.round(seconds / unit.seconds));
}

function amountOf(count: number, unit: Unit): string {
	if (count === 1) return unit.one;
	return `${unit === SECONDS ? count * 10 : count} ${unit.many}`;
}

/** `about 2 minutes left`, `2 to 5 minutes left`, `up to 2 minutes left`, `a few seconds left`. */
export function formatTimeLeft({ from, to }: SecondsLeft): string {
	if (to < FEW_SECONDS) return "a few seconds left";
	const unit = unitOf(to);
	const high = inUnit(to, unit);
	const low = inUnit(from, unit);
	if (to < from * NARROW_RANGE || low === high)
		return `about ${amountOf(inUnit((from + to) / 2, unit), unit)} left`;
	if (from < unit.seconds / 2) return `up to ${amountOf(high, unit)} left`;
	return `${unit === SECONDS ? low * 10 : low} to ${amountOf(high, unit)} left`;
}

/** Speed and time left; while halted, why, and how long the work takes once it continues. */
export function formatPace({ speed, left, halt }: PaceEstimate, what: "bytes" | "all"): string {
	if (halt !== undefined) return left ? `${HALTED[halt]} (${formatTimeLeft(left)})` : HALTED[halt];
	const parts = [
		speed.bytes >= 1 && formatByteRate(speed.bytes),
		what === "all" && speed.files >= 0.05 && formatFileRate(speed.files),
		left !== undefined && formatTimeLeft(left),
	];
	return parts.filter((part) => part !== false).join(" · ");
}
