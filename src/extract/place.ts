/** Decimal degrees of WGS 84 and metres above the sea. */
export type Place = {
	readonly latitude: number;
	readonly longitude: number;
	readonly altitude?: number;
	readonly accuracy?: number;
};

/** Digits after the point: 0.00001° is about one metre. */
const DEGREE_DIGITS = 6;

/** A position on Earth; `undefined` when a part is missing or out of range. `accuracy` in metres. */
export function placeOf(
	latitude: number | undefined,
	longitude: number | undefined,
	altitude?: number,
	accuracy?: number,
): Place | undefined {
	if (latitude === undefined || longitude === undefined) return undefined;
	if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return undefined;
	return {
		latitude: Number(latitude.toFixed(DEGREE_DIGITS)),
		longitude: Number(longitude.toFixed(DEGREE_DIGITS)),
		...(altitude === undefined ? {} : { altitude: Number(altitude.toFixed(2)) }),
		...(accuracy === undefined || accuracy <= 0 ? {} : { accuracy: Number(accuracy.toFixed(1)) }),
	};
}

/** Such as `52.51630° N, 13.37770° E, 34 m`. */
export function placeText({ latitude, longitude, altitude, accuracy }: Place): string {
	const sides = [`${Math.abs(latitude).toFixed(5)}° ${latitude < 0 ? "S" : "N"}`];
	sides.push(`${Math.abs(longitude).toFixed(5)}° ${longitude < 0 ? "W" : "E"}`);
	if (altitude !== undefined) sides.push(`${Math.round(altitude)} m`);
	return sides.join(", ") + (accuracy === undefined ? "" : ` (±${accuracy} m)`);
}
