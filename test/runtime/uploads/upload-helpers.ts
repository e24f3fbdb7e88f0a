import type { ManifestReply } from "../../../src/protocol/files/manifest.ts";
import type { BatchReply } from "../../../src/protocol/http/reply.ts";
import type { SessionState } from "../../../src/protocol/stream/session-state.ts";
import type { TestSession } from "../../support/server/client.ts";
import type { StoredObject } from "../../support/server/serve.ts";
import type { TestServer } from "../../support/server/server.ts";

/** Announces files; returns their numbers. */
export async function announce(
	session: TestSession,
	key: string,
	...files: readonly { readonly name: string; readonly size: number }[]
): Promise<readonly number[]> {
	return (await session.post<ManifestReply>(`/api/batches/${key}`, { files })).files;
}

/** Sends the bytes of an announced file. */
export function putFile(
	session: TestSession,
	n: number | undefined,
	bytes: Uint8Array | string,
): Promise<Response> {
	const body = typeof bytes === "string" ? bytes : new Blob([bytes as Uint8Array<ArrayBuffer>]);
	return session.fetch(`/api/files/${n}`, { method: "PUT", body });
}

/** Announces one file and sends it; returns its number. */
export async function storeFile(
	session: TestSession,
	name: string,
	bytes: Uint8Array | string,
	key = "drop",
): Promise<number> {
	const size = typeof bytes === "string" ? new TextEncoder().encode(bytes).length : bytes.length;
	const [n = 0] = await announce(session, key, { name, size });
	const response = await putFile(session, n, bytes);
	if (response.status !== 201) throw new Error(`PUT answered ${response.status}: ${await response.text()}`);
	return n;
}

/** A batch with its files. */
export function readBatch(session: TestSession, key: string): Promise<BatchReply> {
	return session.json<BatchReply>(`/api/batches/${key}`);
}

/** Whether there are exactly `files` files and all of them are completed or failed. */
export function settled(files: number): (state: SessionState) => boolean {
	return ({ totals }) => totals.files === files && totals.states.completed + totals.states.failed === files;
}

/** A session's objects in the bucket. */
export async function objectsOf(server: TestServer, session: TestSession): Promise<StoredObject[]> {
	return (await server.bucket()).filter(({ key }) => key.startsWith(`${session.id}/`));
}
