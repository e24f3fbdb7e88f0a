/** A position on Earth: decimal degrees (WGS 84), metres above sea level, and the accuracy in metres. */
export type GeoPosition = {
	readonly latitude: number;
	readonly longitude: number;
	readonly altitude?: number;
	readonly accuracy?: number;
};

/** Decimal places: 0.00001° is about one metre. */
const DEGREE_DIGITS = 6;

/** Rounds a position; `undefined` when latitude or longitude is missing or out of range. */
export function geoPosition(
	latitude: number | undefined,
	longitude: number | undefined,
	altitude?: number,
	accuracy?: number,
): GeoPosition | undefined {
	if (latitude === undefined || longitude === undefined) return undefined;
	if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return undefined;
	return {
		latitude: Number(latitude.toFixed(DEGREE_DIGITS)),
		longitude: Number(longitude.toFixed(DEGREE_DIGITS)),
		...(altitude === undefined ? {} : { altitude: Number(altitude.toFixed(2)) }),
		...(accuracy === undefined || accuracy <= 0 ? {} : { accuracy: Number(accuracy.toFixed(1)) }),
	};
}

/** A position for people, such as `52.51630° N, 13.37770° E, 34 m`. */
export function formatPosition({ latitude, longitude, altitude, accuracy }: GeoPosition): string {
	const parts = [`${Math.abs(latitude).toFixed(5)}° ${latitude < 0 ? "S" : "N"}`];
	parts.push(`${Math.abs(longitude).toFixed(5)}° ${longitude < 0 ? "W" : "E"}`);
	if (altitude !== undefined) parts.push(`${Math.round(altitude)} m`);
	return parts.join(", ") + (accuracy === undefined ? "" : ` (±${accuracy} m)`);
}
