import { useComputed } from "@preact/signals";
import { useApp } from "../app-context.ts";
import { formatBytesOf } from "../format.ts";
import "./partial-uploads.css";

/** How far the pieces are that another program sends, and of which it has not made a file yet. */
export function PartialUploads() {
	const { session } = useApp();
	const text = useComputed(() => {
		const { stored = 0, bytes = 0 } = session.partial.value ?? {};
		return bytes === 0 ? "" : `Pieces of files to come: ${formatBytesOf(stored, bytes)} stored`;
	});
	return text.value === "" ? null : <p class="pieces">{text}</p>;
}
