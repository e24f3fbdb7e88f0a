import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useApp } from "./app-context.ts";
import type { DetailsBody } from "./details-body.tsx";
import { CloseIcon, EarlierIcon, LaterIcon } from "./icons.tsx";
import "./details-panel.css";

/**
 * One file, opened. A modal `dialog`: the browser itself keeps the focus inside, closes on Escape and gives the focus
 * back to the row. On a phone it fills the screen.
 */
export function DetailsPanel() {
	const { selection, session } = useApp();
	const dialog = useRef<HTMLDialogElement>(null);
	// What stands in the panel is loaded with the first file that is opened: the list is painted without it.
	const body = useSignal<typeof DetailsBody | undefined>(undefined);
	const n = selection.open.value;
	useEffect(() => {
		const panel = dialog.current;
		if (panel === null) return;
		if (n === undefined) panel.close();
		else if (!panel.open) panel.showModal();
		panel.scrollTop = 0;
	}, [n]);
	useEffect(() => {
		if (n === undefined || body.value !== undefined) return;
		void import("./details-body.tsx").then((loaded) => {
			body.value = loaded.DetailsBody;
		});
	}, [n, body]);
	const Body = body.value;
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
					{Body !== undefined && <Body key={n} n={n} />}
				</div>
			)}
		</dialog>
	);
}
