import { useEffect, useRef } from "preact/hooks";
import { useApp } from "../app-context.ts";
import { CloseIcon, EarlierIcon, LaterIcon } from "../icons.tsx";
import { DetailsBody } from "./details-body.tsx";
import "./details-panel.css";

/**
 * One file, opened, and loaded with the first one. A modal `dialog`: the browser itself keeps the focus inside, closes on
 * Escape and gives the focus back to the row. On a phone it fills the screen.
 */
export function DetailsPanel() {
	const { selection, session } = useApp();
	const dialog = useRef<HTMLDialogElement>(null);
	const n = selection.open.value;
	useEffect(() => {
		const panel = dialog.current;
		if (panel === null) return;
		if (n === undefined) panel.close();
		else if (!panel.open) panel.showModal();
		panel.scrollTop = 0;
	}, [n]);
	const step = (by: number) => {
		const order = session.order.peek();
		const next = n === undefined ? undefined : order[order.indexOf(n) + by];
		if (next !== undefined) selection.choose(next);
	};
	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes; the click is on the veil beside the panel
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
						<button
							type="button"
							class="button button--icon"
							aria-label="Previous file"
							onClick={() => step(-1)}
						>
							<EarlierIcon />
						</button>
						<button type="button" class="button button--icon" aria-label="Next file" onClick={() => step(1)}>
							<LaterIcon />
						</button>
						<button
							type="button"
							class="button button--icon panel__close"
							aria-label="Close"
							onClick={() => selection.close()}
						>
							<CloseIcon />
						</button>
					</div>
					<DetailsBody key={n} n={n} />
				</div>
			)}
		</dialog>
	);
}
