import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { useApp } from "../app-context.ts";
import { formatCount } from "../format.ts";
import { isTyping } from "../is-typing.ts";
import "./drop-target.css";

/** The whole window takes drops, and pastes too. */
export function DropTarget({ children }: { children: ComponentChildren }) {
	const { intake, openLinks } = useApp();
	const over = useSignal(false);

	useEffect(() => {
		const leaving = new AbortController();
		const listen = { signal: leaving.signal };
		const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
		window.addEventListener(
			"dragover",
			(event) => {
				if (!hasFiles(event)) return;
				// Without this the browser would leave the page and show the file.
				event.preventDefault();
				if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
				over.value = true;
			},
			listen,
		);
		window.addEventListener(
			"dragleave",
			(event) => {
				if (event.relatedTarget === null) over.value = false;
			},
			listen,
		);
		window.addEventListener(
			"drop",
			(event) => {
				if (!hasFiles(event) || event.dataTransfer === null) return;
				event.preventDefault();
				over.value = false;
				void intake.drop(event.dataTransfer);
			},
			listen,
		);
		window.addEventListener(
			"paste",
			(event) => {
				const files = event.clipboardData?.files;
				if (files && files.length > 0) return void intake.pick(files);
				const text = event.clipboardData?.getData("text/plain") ?? "";
				if (isTyping(event.target) || !/^\s*https?:\/\/\S/i.test(text)) return;
				event.preventDefault();
				openLinks(text);
			},
			listen,
		);
		return () => leaving.abort();
	}, [intake, over, openLinks]);

	const count = intake.found.value;
	return (
		<>
			{children}
			{over.value && (
				<div class="drop" aria-hidden="true">
					<p class="drop__text">Let go to add</p>
				</div>
			)}
			{count !== undefined && count > 0 && (
				<p class="drop__reading" role="status">
					Reading the folder: {formatCount(count)} files found so far
				</p>
			)}
		</>
	);
}
