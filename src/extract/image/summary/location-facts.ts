import type { Fact } from "../../../protocol/files/facts.ts";
import { type Place, placeOf, placeText } from "../../place.ts";
import {
	type Account,
	factFrom,
	type Told,
	tag,
	tagNumber,
	tagText,
	xmpNumber,
	xmpText,
} from "./metadata-fields.ts";

/** Degrees within which two accounts are the same place: XMP rounds to a ten-thousandth of a minute. */
const SAME_DEGREES = 0.0005;

/** Tags of the GPS directory (EXIF 3.0, section 4.6.6). */
const GPS = {
	latitudeRef: 1,
	latitude: 2,
	longitudeRef: 3,
	longitude: 4,
	altitudeRef: 5,
	altitude: 6,
	error: 31,
};

export function locationFact(told: Told): Fact | undefined {
	const accounts = [
		placeAccount("EXIF GPSLatitude, GPSLongitude", exifPlace(told)),
		placeAccount("XMP exif:GPSLatitude, exif:GPSLongitude", xmpPlace(told)),
	];
	return factFrom("location", "Location", accounts, samePlace);
}

/** What is wrong with a position that is there but cannot be used, as a sentence. */
export function positionDefect(told: Told): string | undefined {
	const there = tag(told, "gps", GPS.latitude) !== undefined && tag(told, "gps", GPS.longitude) !== undefined;
	if (!there) return undefined;
	if (exifPlace(told) === undefined) return "The position in the EXIF block is not a place on Earth.";
	const refs = [GPS.latitudeRef, GPS.longitudeRef].map((number) => tagText(told, "gps", number));
	return refs.every((ref) => ref !== undefined)
		? undefined
		: "The position does not say which hemisphere it means.";
}

function exifPlace(told: Told): Place | undefined {
	const south = tagText(told, "gps", GPS.latitudeRef)?.toUpperCase() === "S";
	const west = tagText(told, "gps", GPS.longitudeRef)?.toUpperCase() === "W";
	const above = tagNumber(told, "gps", GPS.altitude);
	const below = tagNumber(told, "gps", GPS.altitudeRef) === 1;
	return placeOf(
		degrees(tag(told, "gps", GPS.latitude)?.raw, south),
		degrees(tag(told, "gps", GPS.longitude)?.raw, west),
		above === undefined ? undefined : below ? -above : above,
		tagNumber(told, "gps", GPS.error),
	);
}

function xmpPlace(told: Told): Place | undefined {
	return placeOf(
		xmpDegrees(xmpText(told, "exif:GPSLatitude")),
		xmpDegrees(xmpText(told, "exif:GPSLongitude")),
		xmpNumber(told, "exif:GPSAltitude"),
		undefined,
	);
}

/** Degrees, minutes and seconds as decimal degrees. Missing minutes and seconds are zero. */
function degrees(raw: unknown, negative: boolean): number | undefined {
	const parts: unknown[] = typeof raw === "number" ? [raw] : Array.isArray(raw) ? raw : [];
	const [whole, minutes = 0, seconds = 0] = parts;
	if (typeof whole !== "number" || typeof minutes !== "number" || typeof seconds !== "number")
		return undefined;
	const value = whole + minutes / 60 + (Number.isNaN(seconds) ? 0 : seconds) / 3600;
	return Number.isFinite(value) ? (negative ? -value : value) : undefined;
}

/** XMP writes `50,17.976N` or `50,17,58N` (ISO 16684-1, GPSCoordinate). */
function xmpDegrees(text: string | undefined): number | undefined {
	const [, whole, minutes, seconds, side] =
		/^(\d+),(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?([NSEW])$/i.exec(text ?? "") ?? [];
	if (whole === undefined || side === undefined) return undefined;
	return degrees([Number(whole), Number(minutes), Number(seconds ?? 0)], /[SW]/i.test(side));
}

function placeAccount(source: string, place: Place | undefined): Account | undefined {
	return place === undefined ? undefined : { source, value: place, text: placeText(place) };
}

function samePlace(one: Account, other: Account): boolean {
	const [a, b] = [one.value as Place, other.value as Place];
	const near = (x: number, y: number) => Math.abs(x - y) <= SAME_DEGREES;
	return near(a.latitude, b.latitude) && near(a.longitude, b.longitude);
}
