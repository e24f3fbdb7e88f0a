import { documents } from "../../dialects/documents/messages.ts";
import { imageBatch } from "../../dialects/image-batch/messages.ts";
import { imageBatchIo } from "../../dialects/image-batch/socket-io.ts";
import { imagesMvp } from "../../dialects/images-mvp/messages.ts";
import { videos } from "../../dialects/videos/messages.ts";
import type { Dialect } from "../../session/stream/dialect.ts";

/** The seeds' wire contracts that sockets of a session may speak. */
export const DIALECTS: ReadonlyMap<string, Dialect> = new Map(
	[imagesMvp, imageBatch, imageBatchIo, documents, videos].map((dialect) => [dialect.name, dialect]),
);
