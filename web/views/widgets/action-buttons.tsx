import type { ComponentType } from "preact";
import type { Target, Verb } from "../../../src/protocol/stream/command-message.ts";
import type { AllowedActions } from "../../models/commands/allowed-actions.ts";
import { rowWords } from "../../words/en/rows.ts";
import { useApp } from "../app-context.ts";
import { CloseIcon, PauseIcon, ResumeIcon, RetryIcon } from "../icons.tsx";

const ICONS: Readonly<Record<Verb, ComponentType>> = {
	pause: PauseIcon,
	resume: ResumeIcon,
	retry: RetryIcon,
	cancel: CloseIcon,
};

interface ActionButtonsProps {
	readonly allowed: AllowedActions;
	readonly target: Target;
	readonly labels: Readonly<Record<Verb, string>>;
	/** What the buttons act on; added to their accessible names. */
	readonly targetName?: string;
	/** Asks before all unfinished files are cancelled. */
	readonly confirm?: (act: () => void) => void;
}

const ORDER: readonly Verb[] = ["pause", "resume", "retry", "cancel"];

/** Pause, resume, retry and cancel: those that are allowed now. */
export function ActionButtons({ allowed, target, labels, targetName, confirm }: ActionButtonsProps) {
	const { commands } = useApp();
	return ORDER.filter((verb) => allowed[verb]).map((verb) => {
		const Icon = ICONS[verb];
		const act = () => void commands.run(verb, target);
		return (
			<button
				key={verb}
				type="button"
				class="button button--quiet"
				aria-label={targetName === undefined ? undefined : rowWords.actionOn(labels[verb], targetName)}
				title={labels[verb]}
				onClick={verb === "cancel" && confirm ? () => confirm(act) : act}
			>
				<Icon />
				<span class="button__text">{labels[verb]}</span>
			</button>
		);
	});
}
