import { useSignal } from "@preact/signals";
import { documentWords } from "../../words/en/details/document.ts";

/** Jumps to a page by its number. */
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
				{documentWords.page}{" "}
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
				{documentWords.ofPages(pages)}
			</label>
			<button type="submit" class="button">
				{documentWords.goToPage}
			</button>
		</form>
	);
}
