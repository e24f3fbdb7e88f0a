/** Runs work no more often than a person could see its result. */
export type FrameScheduler = (work: () => void) => void;

/** Longest wait in milliseconds. Hidden pages get no animation frames, but their title should still change. */
const HIDDEN_INTERVAL_MS = 500;

/** Runs work in the next animation frame, or after HIDDEN_INTERVAL_MS where none comes. */
export const onNextFrame: FrameScheduler = (work) => {
	const run = () => {
		cancelAnimationFrame(frame);
		clearTimeout(timer);
		work();
	};
	const frame = requestAnimationFrame(run);
	const timer = setTimeout(run, HIDDEN_INTERVAL_MS);
};
