import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

interface MadeLinkProps {
	readonly made: ReadonlySignal<{ readonly id: number; readonly address: string } | undefined>;
}

/** The link that was just made: the server keeps no copy of it, so this is the moment to take it. */
export function MadeLink({ made }: MadeLinkProps) {
	const field = useRef<HTMLInputElement>(null);
	const copied = useSignal<number | undefined>(undefined);
	const link = made.value;
	if (link === undefined) return null;
	const copy = async () => {
		field.current?.select();
		// Only secure origins have a clipboard; elsewhere the text is selected, to be copied by hand.
		await navigator.clipboard?.writeText(link.address).then(
			() => {
				copied.value = link.id;
			},
			() => {},
		);
	};
	return (
		<div class="sharing__made">
			<input
				ref={field}
				class="sharing__address"
				aria-label="The link"
				readonly
				value={link.address}
				onFocus={({ currentTarget }) => currentTarget.select()}
			/>
			<button type="button" class="button" onClick={() => void copy()}>
				{copied.value === link.id ? "Copied" : "Copy"}
			</button>
			<p class="sharing__text" role="status">
				Copy it now: it is not shown again.
			</p>
		</div>
	);
}
