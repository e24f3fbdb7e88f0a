import { useComputed, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { LinkForm } from "../../models/sending/link-form.ts";
import { linkWords } from "../../words/en/dialogs/links.ts";
import "./links-dialog.css";

/** Adds files by links, one per line. Escape or a click outside closes the dialog and keeps the text for the next time. */
export function LinksDialog({ form }: { form: LinkForm }) {
	const dialog = useRef<HTMLDialogElement>(null);
	const field = useRef<HTMLTextAreaElement>(null);
	useSignalEffect(() => {
		const { current } = dialog;
		if (!form.isOpen.value) current?.close();
		else if (current?.open === false) {
			current.showModal();
			field.current?.focus();
		}
	});
	const isEmpty = useComputed(() => form.links.value.length === 0);
	const submitLabel = useComputed(() => linkWords.add(form.links.value.length));
	return (
		<dialog
			ref={dialog}
			class="links"
			aria-labelledby="links-title"
			closedby="any"
			onClose={() => form.close()}
		>
			<form
				class="links__inside"
				onSubmit={(event) => {
					event.preventDefault();
					void form.submit();
				}}
			>
				<h2 id="links-title" class="links__title">
					{linkWords.title}
				</h2>
				<label class="links__label" for="links-field">
					{linkWords.field}
				</label>
				<textarea
					ref={field}
					id="links-field"
					class="links__field"
					rows={5}
					spellcheck={false}
					autocapitalize="off"
					placeholder={linkWords.placeholder}
					value={form.text}
					aria-describedby="links-trouble"
					onInput={({ currentTarget }) => {
						form.text.value = currentTarget.value;
					}}
					onKeyDown={(event) => {
						if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
						event.preventDefault();
						void form.submit();
					}}
				/>
				<p id="links-trouble" class="links__trouble" role="status">
					{form.error}
				</p>
				<div class="links__buttons">
					<button type="button" class="button" onClick={() => form.close()}>
						{linkWords.cancel}
					</button>
					<button type="submit" class="button button--main" disabled={isEmpty}>
						{submitLabel}
					</button>
				</div>
			</form>
		</dialog>
	);
}
