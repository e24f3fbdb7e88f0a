import { useApp } from "../app-context.ts";
import { CloseIcon } from "../icons.tsx";
import "./notice-bar.css";

/** One sentence at the bottom edge, for what belongs to no row. The region itself is always there, or it would not be read. */
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
						aria-label="Dismiss"
						onClick={() => notices.dismiss()}
					>
						<CloseIcon />
					</button>
				</div>
			)}
		</div>
	);
}
