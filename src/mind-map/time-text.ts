/** A time in a recording, such as `2:24`; from one hour on `1:02:03`. */
export function timeText(seconds: number): string {
	const whole = Math.floor(seconds);
	const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
	const twoDigits = (part: number) => String(part).padStart(2, "0");
	return hours > 0
		? `${hours}:${twoDigits(minutes)}:${twoDigits(whole % 60)}`
		: `${minutes}:${twoDigits(whole % 60)}`;
}
