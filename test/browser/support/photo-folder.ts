import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { makePhoto } from "../../fixtures/photo.ts";

/** A folder of photos on disk. */
export interface PhotoFolder {
	readonly path: string;
	/** The folder's name, which is also the name of its batch. */
	readonly name: string;
	readonly names: readonly string[];
	remove(): Promise<void>;
}

/** Writes `count` different photos into a new folder. */
export async function photoFolder(count: number): Promise<PhotoFolder> {
	const path = await mkdtemp(join(tmpdir(), "darkroom-photos-"));
	const photos = Array.from({ length: count }, (_, seed) => makePhoto(seed + 1));
	await Promise.all(photos.map(({ name, bytes }) => writeFile(join(path, name), bytes)));
	return {
		path,
		name: basename(path),
		names: photos.map(({ name }) => name).sort(),
		remove: () => rm(path, { recursive: true, force: true }),
	};
}
