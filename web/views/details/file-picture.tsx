import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { pictureUrls } from "../../models/details/picture.ts";
import { detailWords } from "../../words/en/details/details.ts";

interface FilePictureProps {
	readonly record: FileRecord;
	/** Loads the picture where its URL alone is not enough. */
	readonly fetchPicture: ((n: number) => Promise<string | undefined>) | undefined;
}

/** The picture in the file, if it holds one or is one that browsers can draw. */
export function FilePicture({ record, fetchPicture }: FilePictureProps) {
	const { n } = record;
	const failed = useSignal(0);
	const fetched = useSignal<string | undefined>(undefined);
	const urls = pictureUrls(record, "panel");
	const hasPicture = urls.length > 0;
	useEffect(() => {
		if (!hasPicture) return;
		void fetchPicture?.(n).then((url) => {
			fetched.value = url;
		});
	}, [n, hasPicture, fetchPicture, fetched]);
	const source = (fetchPicture === undefined ? urls : [fetched.value])[failed.value];
	if (source === undefined) return null;
	return (
		<img
			class="details__picture"
			src={source}
			alt={detailWords.pictureOf(record.name)}
			decoding="async"
			onError={() => {
				failed.value++;
			}}
		/>
	);
}
