import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { intakeWords } from "../../words/en/intake.ts";
import { useApp } from "../app-context.ts";
import { isTyping } from "../is-typing.ts";
import "./drop-target.css";

/** Accepts drops and pastes anywhere in the window: files, and links as text. */
export function DropTarget({ children }: { children: ComponentChildren }) {
	const { intake, openLinks } = useApp();
	const isDraggedOver = useSignal(false);

	useEffect(() => {
		const unmounted = new AbortController();
		const listen = { signal: unmounted.signal };
		const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
		window.addEventListener(
			"dragover",
			(event) => {
				if (!hasFiles(event)) return;
				// Otherwise the browser leaves the page and opens the file.
				event.preventDefault();
				if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
				isDraggedOver.value = true;
			},
			listen,
		);
		window.addEventListener(
			"dragleave",
			(event) => {
				if (event.relatedTarget === null) isDraggedOver.value = false;
			},
			listen,
		);
		window.addEventListener(
			"drop",
			(event) => {
				if (!hasFiles(event) || event.dataTransfer === null) return;
				event.preventDefault();
				isDraggedOver.value = false;
				void intake.drop(event.dataTransfer);
			},
			listen,
		);
		window.addEventListener(
			"paste",
			(event) => {
				const files = event.clipboardData?.files;
				if (files && files.length > 0) return void intake.addFiles(files);
				const text = event.clipboardData?.getData("text/plain") ?? "";
				if (isTyping(event.target) || !/^\s*https?:\/\/\S/i.test(text)) return;
				event.preventDefault();
				openLinks(text);
			},
			listen,
		);
		return () => unmounted.abort();
	}, [intake, isDraggedOver, openLinks]);

	const count = intake.filesFound.value;
	return (
		<>
			{children}
			{isDraggedOver.value && (
				<div class="drop" aria-hidden="true">
					<p class="drop__text">{intakeWords.dropHere}</p>
				</div>
			)}
			{count !== undefined && count > 0 && (
				<p class="drop__reading" role="status">
					{intakeWords.scanning(count)}
				</p>
			)}
		</>
	);
}
