import type { ComponentType } from "preact";
import type { Target, Verb } from "../../../src/protocol/stream/command-message.ts";
import type { Orders } from "../../models/commands/file-orders.ts";
import { useApp } from "../app-context.ts";
import { CloseIcon, PauseIcon, ResumeIcon, RetryIcon } from "../icons.tsx";

const ICONS: Readonly<Record<Verb, ComponentType>> = {
	pause: PauseIcon,
	resume: ResumeIcon,
	retry: RetryIcon,
	cancel: CloseIcon,
};

/** What each button says, and what a screen reader hears after it. */
export interface OrderWords {
	readonly labels: Readonly<Record<Verb, string>>;
	/** What the order is about; told only to those who do not see where the button stands. */
	readonly about?: string;
}

interface OrderButtonsProps extends OrderWords {
	readonly orders: Orders;
	readonly target: Target;
	/** Asks before everything unfinished is cancelled. */
	readonly confirm?: (act: () => void) => void;
}

const ORDER: readonly Verb[] = ["pause", "resume", "retry", "cancel"];

/** Pause, resume, retry and cancel, as far as each makes sense now. */
export function OrderButtons({ orders, target, labels, about, confirm }: OrderButtonsProps) {
	const { commands } = useApp();
	return ORDER.filter((verb) => orders[verb]).map((verb) => {
		const Icon = ICONS[verb];
		const act = () => void commands.order(verb, target);
		return (
			<button
				key={verb}
				type="button"
				class="button button--quiet"
				aria-label={about === undefined ? undefined : `${labels[verb]} ${about}`}
				title={labels[verb]}
				onClick={verb === "cancel" && confirm ? () => confirm(act) : act}
			>
				<Icon />
				<span class="button__text">{labels[verb]}</span>
			</button>
		);
	});
}
