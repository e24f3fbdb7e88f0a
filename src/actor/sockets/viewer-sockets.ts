import { CLOSE } from "../../protocol/stream/stream-message.ts";
import type { Viewer } from "../../session/access/access-rules.ts";

/** The tag of a viewer's sockets, by which they are found when its right is revoked. */
export function socketTag({ share }: Viewer): string {
	return share ? `share-${share.id}` : "owner";
}

/** Closes the sockets of a viewer whose right was revoked. */
export function closeViewerSockets(ctx: Pick<DurableObjectState, "getWebSockets">, viewer: Viewer): void {
	for (const socket of ctx.getWebSockets(socketTag(viewer)))
		socket.close(CLOSE.revoked, "the right was revoked");
}
