import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Facts } from "../../../src/protocol/files/facts.ts";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { useApp } from "../app-context.ts";
import type { DocumentView } from "../document/document-view.tsx";
import type { RecordingView } from "../recording/recording-view.tsx";
import { useFile } from "../use-file.ts";
import { DetailsActions } from "./details-actions.tsx";
import { FileDetails } from "./file-details.tsx";

/** A file's details as its owner sees them: with actions, and with the document or recording itself. */
export function OwnerFileDetails({ n }: { n: number }) {
	const { session, selection } = useApp();
	const file = useFile(session, n).value;
	const loaded = selection.loaded.value;
	if (file === undefined) return null;
	const details = loaded.state === "loaded" ? loaded.details : undefined;
	return (
		<FileDetails
			file={file}
			loaded={loaded}
			actions={<DetailsActions file={file} details={details} />}
			content={<Content record={file.record} facts={details?.facts ?? null} />}
		/>
	);
}

function Content({ record, facts }: { record: FileRecord; facts: Facts | null }) {
	const kind = facts?.kind ?? record.kind;
	if (kind === "document") return <Document record={record} facts={facts} />;
	const isRecording = kind === "video" || kind === "audio";
	if (!isRecording || facts === null || record.state !== "completed") return null;
	return <Recording n={record.n} facts={facts} />;
}

/** Player, transcript and mind map. Loaded with the first recording opened. */
function Recording({ n, facts }: { n: number; facts: Facts }) {
	const view = useSignal<typeof RecordingView | undefined>(undefined);
	useEffect(() => {
		void import("../recording/recording-view.tsx").then((loaded) => {
			view.value = loaded.RecordingView;
		});
	}, [view]);
	const View = view.value;
	return View === undefined ? null : <View n={n} facts={facts} />;
}

/** Stages and text. Loaded with the first document opened. */
function Document({ record, facts }: { record: FileRecord; facts: Facts | null }) {
	const view = useSignal<typeof DocumentView | undefined>(undefined);
	useEffect(() => {
		void import("../document/document-view.tsx").then((loaded) => {
			view.value = loaded.DocumentView;
		});
	}, [view]);
	const View = view.value;
	return View === undefined ? null : <View record={record} facts={facts} />;
}
