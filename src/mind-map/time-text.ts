/** A moment of a recording for people: `2:24`, and `1:02:03` from an hour on. */
export function timeText(seconds: number): string {
	const whole = Math.floor(seconds);
	const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
	const two = (part: number) => String(part).padStart(2, "0");
	return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
