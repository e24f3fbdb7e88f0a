import type { Fact } from "../../../protocol/files/facts.ts";
import { formatPosition, type GeoPosition, geoPosition } from "../../geo-position.ts";
import {
	type Candidate,
	factFrom,
	findTag,
	type MetadataFields,
	tagNumber,
	tagText,
	xmpNumber,
	xmpText,
} from "./metadata-fields.ts";

/**
 * Candidates within this many degrees are the same place, rounded differently: XMP rounds to a ten-thousandth of a
 * minute.
 */
const SAME_PLACE_DEGREES = 0.0005;

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

/** Where the picture was taken. */
export function locationFact(metadata: MetadataFields): Fact | undefined {
	const candidates = [
		placeCandidate("EXIF GPSLatitude, GPSLongitude", exifPlace(metadata)),
		placeCandidate("XMP exif:GPSLatitude, exif:GPSLongitude", xmpPlace(metadata)),
	];
	return factFrom("location", "Location", candidates, samePlace);
}

/** A sentence about what is wrong with the EXIF position; `undefined` where there is none or it is valid. */
export function positionDefect(metadata: MetadataFields): string | undefined {
	const isPresent =
		findTag(metadata, "gps", GPS.latitude) !== undefined &&
		findTag(metadata, "gps", GPS.longitude) !== undefined;
	if (!isPresent) return undefined;
	if (exifPlace(metadata) === undefined) return "The GPS position in the EXIF data is not a place on Earth.";
	const refs = [GPS.latitudeRef, GPS.longitudeRef].map((number) => tagText(metadata, "gps", number));
	return refs.every((ref) => ref !== undefined)
		? undefined
		: "The GPS position does not say which hemisphere it is in.";
}

function exifPlace(metadata: MetadataFields): GeoPosition | undefined {
	const south = tagText(metadata, "gps", GPS.latitudeRef)?.toUpperCase() === "S";
	const west = tagText(metadata, "gps", GPS.longitudeRef)?.toUpperCase() === "W";
	const altitude = tagNumber(metadata, "gps", GPS.altitude);
	const belowSeaLevel = tagNumber(metadata, "gps", GPS.altitudeRef) === 1;
	return geoPosition(
		degrees(findTag(metadata, "gps", GPS.latitude)?.raw, south),
		degrees(findTag(metadata, "gps", GPS.longitude)?.raw, west),
		altitude === undefined ? undefined : belowSeaLevel ? -altitude : altitude,
		tagNumber(metadata, "gps", GPS.error),
	);
}

function xmpPlace(metadata: MetadataFields): GeoPosition | undefined {
	return geoPosition(
		xmpDegrees(xmpText(metadata, "exif:GPSLatitude")),
		xmpDegrees(xmpText(metadata, "exif:GPSLongitude")),
		xmpNumber(metadata, "exif:GPSAltitude"),
		undefined,
	);
}

/** Decimal degrees of degrees, minutes and seconds; missing minutes and seconds count as zero. */
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
	const [, whole, minutes, seconds, hemisphere] =
		/^(\d+),(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?([NSEW])$/i.exec(text ?? "") ?? [];
	if (whole === undefined || hemisphere === undefined) return undefined;
	return degrees([Number(whole), Number(minutes), Number(seconds ?? 0)], /[SW]/i.test(hemisphere));
}

function placeCandidate(source: string, place: GeoPosition | undefined): Candidate | undefined {
	return place === undefined ? undefined : { source, value: place, text: formatPosition(place) };
}

function samePlace(one: Candidate, other: Candidate): boolean {
	const [a, b] = [one.value as GeoPosition, other.value as GeoPosition];
	const near = (x: number, y: number) => Math.abs(x - y) <= SAME_PLACE_DEGREES;
	return near(a.latitude, b.latitude) && near(a.longitude, b.longitude);
}
