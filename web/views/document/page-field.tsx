import { useSignal } from "@preact/signals";
import { formatCount } from "../format.ts";

/** Goes to a page by its number. */
export function PageField({ pages, goTo }: { pages: number; goTo(page: number): void }) {
	const typed = useSignal("");
	return (
		<form
			class="page-field"
			onSubmit={(event) => {
				event.preventDefault();
				const page = Number(typed.peek());
				if (page >= 1) goTo(Math.min(pages, Math.floor(page)));
			}}
		>
			<label>
				Page{" "}
				<input
					class="page-field__number"
					type="number"
					min={1}
					max={pages}
					inputmode="numeric"
					value={typed}
					onInput={({ currentTarget }) => {
						typed.value = currentTarget.value;
					}}
				/>{" "}
				of {formatCount(pages)}
			</label>
			<button type="submit" class="button">
				Go
			</button>
		</form>
	);
}
