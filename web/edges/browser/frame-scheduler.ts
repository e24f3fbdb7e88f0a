/** Runs work at the pace at which a person could see it. */
export type FramePace = (work: () => void) => void;

/** Longest wait in milliseconds. Hidden pages get no animation frames at all, and their title should still move. */
const HIDDEN_PACE_MS = 500;

/** Once per animation frame, or by a slow timer when none comes. */
export const browserPace: FramePace = (work) => {
	const run = () => {
		cancelAnimationFrame(frame);
		clearTimeout(timer);
		work();
	};
	const frame = requestAnimationFrame(run);
	const timer = setTimeout(run, HIDDEN_PACE_MS);
};
