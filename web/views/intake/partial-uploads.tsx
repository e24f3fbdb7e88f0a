import { useComputed } from "@preact/signals";
import { intakeWords } from "../../words/en/intake.ts";
import { useApp } from "../app-context.ts";
import "./partial-uploads.css";

/** Progress of tus partial uploads (extension `concatenation`) that a program has not joined into a file yet. */
export function PartialUploads() {
	const { session } = useApp();
	const text = useComputed(() => {
		const { stored = 0, bytes = 0 } = session.partial.value ?? {};
		return bytes === 0 ? "" : intakeWords.partialUploads(stored, bytes);
	});
	return text.value === "" ? null : <p class="pieces">{text}</p>;
}
