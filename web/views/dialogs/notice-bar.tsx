import { dialogWords } from "../../words/en/dialogs/dialogs.ts";
import { useApp } from "../app-context.ts";
import { CloseIcon } from "../icons.tsx";
import "./notice-bar.css";

/**
 * A notice at the bottom edge, for what concerns no single file. The region is always in the page: screen readers announce
 * only changes inside a region that was there before.
 */
export function NoticeBar() {
	const { notices } = useApp();
	const notice = notices.current.value;
	return (
		<div class="notice-place" role="status">
			{notice && (
				<div class={`notice notice--${notice.tone}`}>
					<p class="notice__text">{notice.text}</p>
					<button
						type="button"
						class="button button--icon"
						aria-label={dialogWords.dismiss}
						onClick={() => notices.dismiss()}
					>
						<CloseIcon />
					</button>
				</div>
			)}
		</div>
	);
}
