import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Selection } from "../../models/details/selection.ts";
import { dialogWords } from "../../words/en/dialogs/dialogs.ts";
import { CloseIcon } from "../icons.tsx";
import "./file-panel.css";

interface FilePanelProps {
	readonly selection: Selection;
	/** Buttons before the one that closes the panel. */
	readonly tools?: ComponentChildren;
	/** The content for the open file. */
	children(n: number): ComponentChildren;
}

/**
 * The panel of the open file. A modal `dialog`: the browser keeps the focus inside, closes it on Escape and returns the focus
 * to the row. Fills the screen of a phone.
 */
export function FilePanel({ selection, tools, children }: FilePanelProps) {
	const dialog = useRef<HTMLDialogElement>(null);
	const n = selection.open.value;
	useEffect(() => {
		const panel = dialog.current;
		if (panel === null) return;
		if (n === undefined) panel.close();
		else if (!panel.open) panel.showModal();
		panel.scrollTop = 0;
	}, [n]);
	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: for the keyboard there is Escape; this is the click on the backdrop
		<dialog
			ref={dialog}
			class="panel"
			aria-labelledby="panel-title"
			onClose={() => selection.close()}
			onClick={(event) => {
				if (event.target === dialog.current) selection.close();
			}}
		>
			{n !== undefined && (
				<div class="panel__inside">
					<div class="panel__tools">
						{tools}
						<button
							type="button"
							class="button button--icon panel__close"
							aria-label={dialogWords.close}
							onClick={() => selection.close()}
						>
							<CloseIcon />
						</button>
					</div>
					{children(n)}
				</div>
			)}
		</dialog>
	);
}
