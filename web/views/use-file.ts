import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { FileView } from "../models/files/file-group.ts";
import type { BatchView } from "../models/progress/progress-model.ts";
import type { SessionModel } from "../models/session/session-model.ts";

/** Watches one file while the view is mounted. */
export function useFile(session: SessionModel, n: number): ReadonlySignal<FileView | undefined> {
	const file = useMemo(() => session.watch(n), [n, session]);
	useEffect(() => () => session.release(n), [n, session]);
	return file;
}

/** Watches one batch while the view is mounted. */
export function useBatch(session: SessionModel, batch: number): ReadonlySignal<BatchView | undefined> {
	const view = useMemo(() => session.watchBatch(batch), [batch, session]);
	useEffect(() => () => session.releaseBatch(batch), [batch, session]);
	return view;
}
