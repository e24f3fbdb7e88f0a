import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { GuestPage } from "../../models/session/guest-page.ts";
import { sharedWords } from "../../words/en/shared.ts";
import { FileDetails } from "../details/file-details.tsx";
import { FilePanel } from "../details/file-panel.tsx";
import { useFile } from "../use-file.ts";

/** A guest's panel of the open file. */
export function SharedPanel({ guest }: { guest: GuestPage }) {
	return (
		<FilePanel selection={guest.selection}>{(n) => <SharedFile key={n} n={n} guest={guest} />}</FilePanel>
	);
}

function SharedFile({ n, guest }: { n: number; guest: GuestPage }) {
	const file = useFile(guest.session, n).value;
	const loaded = guest.selection.loaded.value;
	if (file === undefined) return null;
	return (
		<FileDetails
			file={file}
			loaded={loaded}
			actions={file.record.state === "completed" && <SaveButton n={n} guest={guest} />}
			fetchPicture={guest.pictureUrl}
		/>
	);
}

/** Downloads the original, if the link allows it. */
function SaveButton({ n, guest }: { n: number; guest: GuestPage }) {
	const state = useSignal<"hidden" | "offered" | "saving" | "failed">("hidden");
	useEffect(() => {
		void guest.maySaveOriginal(n).then((may) => {
			if (may) state.value = "offered";
		});
	}, [n, guest, state]);
	if (state.value === "hidden") return null;
	const save = async () => {
		state.value = "saving";
		state.value = (await guest.save(n)) ? "offered" : "failed";
	};
	return (
		<div class="details__actions">
			<button type="button" class="button" disabled={state.value === "saving"} onClick={() => void save()}>
				{state.value === "saving" ? sharedWords.downloading : sharedWords.download}
			</button>
			{state.value === "failed" && (
				<p class="details__state details__state--bad">{sharedWords.downloadFailed}</p>
			)}
		</div>
	);
}
