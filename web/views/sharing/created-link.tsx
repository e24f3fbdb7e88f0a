import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { sharingWords } from "../../words/en/dialogs/sharing.ts";

interface CreatedLinkProps {
	readonly created: ReadonlySignal<{ readonly id: number; readonly url: string } | undefined>;
}

/** The link that was just created. The server stores only a hash of its token, so it can be copied only now. */
export function CreatedLink({ created }: CreatedLinkProps) {
	const field = useRef<HTMLInputElement>(null);
	const copiedId = useSignal<number | undefined>(undefined);
	const link = created.value;
	if (link === undefined) return null;
	const copy = async () => {
		field.current?.select();
		// Browsers offer the clipboard only in secure contexts; elsewhere the selected text can be copied by hand.
		await navigator.clipboard?.writeText(link.url).then(
			() => {
				copiedId.value = link.id;
			},
			() => {},
		);
	};
	return (
		<div class="sharing__made">
			<input
				ref={field}
				class="sharing__address"
				aria-label={sharingWords.link}
				readonly
				value={link.url}
				onFocus={({ currentTarget }) => currentTarget.select()}
			/>
			<button type="button" class="button" onClick={() => void copy()}>
				{copiedId.value === link.id ? sharingWords.copied : sharingWords.copy}
			</button>
			<p class="sharing__text" role="status">
				{sharingWords.copyNow}
			</p>
		</div>
	);
}
