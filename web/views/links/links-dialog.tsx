import { useComputed, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { LinkDesk } from "../../models/sending/link-form.ts";
import { formatCount } from "../format.ts";
import "./links-dialog.css";

/** One field for one link or many. A modal `dialog`: Escape, or a press beside it, keeps what stands there for later. */
export function LinksDialog({ desk }: { desk: LinkDesk }) {
	const dialog = useRef<HTMLDialogElement>(null);
	const field = useRef<HTMLTextAreaElement>(null);
	useSignalEffect(() => {
		const { current } = dialog;
		if (!desk.isOpen.value) current?.close();
		else if (current?.open === false) {
			current.showModal();
			field.current?.focus();
		}
	});
	const none = useComputed(() => desk.links.value.length === 0);
	const verb = useComputed(() => {
		const { length } = desk.links.value;
		return length > 1 ? `Add ${formatCount(length)} links` : "Add link";
	});
	return (
		<dialog
			ref={dialog}
			class="links"
			aria-labelledby="links-title"
			closedby="any"
			onClose={() => desk.close()}
		>
			<form
				class="links__inside"
				onSubmit={(event) => {
					event.preventDefault();
					void desk.add();
				}}
			>
				<h2 id="links-title" class="links__title">
					Add links
				</h2>
				<label class="links__label" for="links-field">
					Photos, documents, videos or sound: one address a line. They are fetched even when you leave.
				</label>
				<textarea
					ref={field}
					id="links-field"
					class="links__field"
					rows={5}
					spellcheck={false}
					autocapitalize="off"
					placeholder="https://"
					value={desk.text}
					aria-describedby="links-trouble"
					onInput={({ currentTarget }) => {
						desk.text.value = currentTarget.value;
					}}
					onKeyDown={(event) => {
						if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
						event.preventDefault();
						void desk.add();
					}}
				/>
				<p id="links-trouble" class="links__trouble" role="status">
					{desk.trouble}
				</p>
				<div class="links__buttons">
					<button type="button" class="button" onClick={() => desk.close()}>
						Not now
					</button>
					<button type="submit" class="button button--main" disabled={none}>
						{verb}
					</button>
				</div>
			</form>
		</dialog>
	);
}
