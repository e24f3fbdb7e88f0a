/** How the program ends; scripts may rely on these. */
export const EXIT = {
	/** Every file is stored and read. */
	done: 0,
	/** Some files failed; each was named with its reason. */
	someFailed: 1,
	/** The command line could not be understood, or names nothing to send. */
	usage: 2,
	/** Nothing answers at the address, or the server refused the whole upload. */
	refused: 3,
	/** A fault on this side: facts that cannot be written, or a bug. */
	broken: 70,
	/** Ctrl+C: what is stored stays, and `--resume` goes on. */
	interrupted: 130,
	/** The same by SIGTERM. */
	terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
