/** Exit codes. They are part of the command line's interface: scripts rely on them. */
export const EXIT = {
	/** Every file is stored and read. */
	done: 0,
	/** Some files failed; each was named with its reason. */
	someFailed: 1,
	/** The command line is wrong, names nothing to send, or names an output file that cannot be written. */
	usage: 2,
	/** The server does not answer, or refused the upload as a whole. */
	refused: 3,
	/** A fault of this program or machine: facts that could not be written, or a bug. */
	broken: 70,
	/** Ctrl+C. What is stored stays, and `--resume` continues. */
	interrupted: 130,
	/** The same by SIGTERM. */
	terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
