import { useSignal } from "@preact/signals";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { picturesOf } from "../../models/details/picture.ts";

/** What the file shows, if the file holds a picture or a browser can draw it. */
export function FilePicture({ record }: { record: FileRecord }) {
	const broken = useSignal(0);
	const source = picturesOf(record, "panel")[broken.value];
	if (source === undefined) return null;
	return (
		<img
			class="details__picture"
			src={source}
			alt={`What ${record.name} shows`}
			decoding="async"
			onError={() => {
				broken.value++;
			}}
		/>
	);
}
