const BYTE_UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** From this many seconds on, a duration is given in days. */
const DAYS_FROM_S = 48 * 3600;

/** `12,345`. */
function formatCount(count: number): string {
	return count.toLocaleString("en");
}

/** `1 file`, `12 files`. */
function formatFiles(count: number): string {
	return count === 1 ? "1 file" : `${formatCount(count)} files`;
}

/** `12 files`, `11 of 12 files`. */
function formatShare(files: number, all: number): string {
	return files === all ? formatFiles(all) : `${formatCount(files)} of ${formatFiles(all)}`;
}

/** `640 kB`, `3.4 MB`: powers of a thousand, short enough for a line that is redrawn ten times a second. */
function formatBytes(bytes: number): string {
	let power = 0;
	let value = bytes;
	// 999.5 and not 1,000, so that rounding never shows a thousand of a unit.
	while (value >= 999.5 && power < BYTE_UNITS.length - 1) {
		value /= 1000;
		power++;
	}
	const digits = power >= 2 && value < 99.95 ? 1 : 0;
	return `${value.toFixed(digits)} ${BYTE_UNITS[power]}`;
}

/** `8 s`, `2 min 05 s`, `1 h 02 min`, `14 days`: an estimate is no more exact than that. */
function formatDuration(seconds: number): string {
	const whole = Math.ceil(Math.max(0, seconds));
	const twoDigits = (value: number) => String(value).padStart(2, "0");
	if (whole < 60) return `${whole} s`;
	if (whole < 3600) return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`;
	if (whole >= DAYS_FROM_S) return `${formatCount(Math.round(whole / 86_400))} days`;
	return `${Math.floor(whole / 3600)} h ${twoDigits(Math.floor((whole % 3600) / 60))} min`;
}

/** `24.5 MB in 5 s, 4.7 MB/s, 94 files/s`. */
function formatPace(files: number, bytes: number, seconds: number): string {
	const span = Math.max(seconds, 0.001);
	const filesPerSecond = files / span;
	const rate = filesPerSecond < 10 ? filesPerSecond.toFixed(1) : formatCount(Math.round(filesPerSecond));
	return `${formatBytes(bytes)} in ${formatDuration(seconds)}, ${formatBytes(bytes / span)}/s, ${rate} files/s`;
}

/** Problems with the command line. Each is one sentence. */
const usage = {
	wholeNumber: (option: string, least: number, most: number, given: string) =>
		`--${option} must be a whole number from ${least} to ${most}, not "${given}".`,
	amount: (option: string, given: string) =>
		`--${option} must be a number of bytes such as 800k or 2M, not "${given}".`,
	server: (example: string, given: string) =>
		`--to must be the address of a server such as ${example}, not "${given}".`,
	passwordInServer: "--to must not contain a user name or password: everyone on this machine can read it.",
	format: (formats: readonly string[], given: string) =>
		`--format must be ${formats.join(", ")} or none, not "${given}".`,
	batch: (given: string) =>
		`--batch must be 1 to 128 characters from A–Z a–z 0–9 . _ ~ : @ -, not "${given}".`,
	onlyLoad: (option: string) => `--${option} can only be used with \`darkroom load\`.`,
	onlySend: (option: string) => `--${option} cannot be used with \`darkroom load\`.`,
	nothingNamed: "Name the files or folders to send: darkroom ./photos",
	columnsNeedCsv: "--columns can only be used with --format csv.",
	emptyColumn: "--columns must be names with commas between them, such as path,state,camera.",
	loadTakesNoPaths: "`darkroom load` generates its own files and takes no paths.",
	tooSmall: (bytes: number) => `--size must be at least ${bytes} bytes.`,
	token: "DARKROOM_TOKEN must be <id>.<token>, as returned by POST /api/session.",
	resumeNeedsBatch: "With DARKROOM_TOKEN, --resume also needs --batch.",
	unknownSession: "This server does not know the session in DARKROOM_TOKEN.",
	seeHelp: "Run `npx darkroom --help` for all options.",
};

/** Why a file of this disk cannot be sent. Each follows the file's path and a colon. */
const unreadable = {
	missing: "No such file or folder.",
	denied: "Permission denied.",
	linkLoop: "Its symbolic links form a loop.",
	special: "It is neither a file nor a folder.",
	other: (reason: string) => `It cannot be read (${reason}).`,
	tooLarge: (gib: number) => `It is larger than ${gib} GiB, the most that Darkroom accepts.`,
};

/** Why a file that was found could not be sent. */
const failed = {
	changed:
		"It was moved, changed or deleted after the upload started. Run the same command again to send it.",
	gaveUp: (tries: number, reason: string) => `Sending it failed ${tries} times. ${reason}`,
	noAnswer: "The connection broke each time.",
	refused: "The server refused it.",
	removed: "It was removed from the session.",
	cancelled: "It was cancelled.",
};

/** The progress bar, and the plain lines in its place. */
const progress = {
	percent: (percent: number) => `${percent}%`,
	files: (done: number, all: number) => `${formatCount(done)} of ${formatFiles(all)}`,
	failed: (count: number) => `${formatCount(count)} failed`,
	timeLeft: (seconds: number) => `${formatDuration(seconds)} left`,
	speed: (bytesPerSecond: number) => `${formatBytes(bytesPerSecond)}/s`,
	bytes: (stored: number, all: number) => `${formatBytes(stored)} of ${formatBytes(all)}`,
	waitingForServer: "no answer from the server, retrying",
	serverBusy: "the server is busy, waiting",
	paused: "paused",
	readingFacts: (done: number, all: number) =>
		`reading the facts: ${formatCount(done)} of ${formatFiles(all)}`,
};

/** What a run reports, from its start to its end. */
const run = {
	tooMany: (count: number, most: number) =>
		`These are ${formatFiles(count)}; a session holds at most ${formatCount(most)}. Send fewer.`,
	nothingToSend: (roots: readonly string[]) => `There is nothing to send in ${roots.join(", ")}.`,
	sessionNotFound: "The session of the earlier run no longer exists. Everything is sent again.",
	noEarlierRun: "No earlier run of these files was found. Everything is sent.",
	notSaved: (reason: string) => `This run cannot be resumed later: ${reason}`,
	unwritable: (path: string, reason: string) => `The facts cannot be written to ${path}: ${reason}.`,
	notWritten: (reason: string) => `The facts could not be written: ${reason}.`,
	factsInterrupted: "Interrupted before all facts were read.",
	done: (files: number, all: number) => `${formatShare(files, all)} stored and read.`,
	doneIn: (files: number, all: number, bytes: number, seconds: number) =>
		`${formatShare(files, all)} stored and read: ${formatPace(all, bytes, seconds)}.`,
	stopped: "Stopped.",
	storedShare: (percent: number) => `${percent}% is stored.`,
	howToResume: "Run the same command with --resume to continue.",
	sessionEnded:
		"The session no longer exists: it was deleted or has expired. Run the command again to send everything to a new one.",
	forgotten: "The session and everything in it were deleted.",
	unanswered: (server: string) =>
		`Nothing answers at ${server}. Start Darkroom there with npm start, or name another server with --to.`,
};

/** Percentiles of many durations, in milliseconds. */
interface Percentiles {
	readonly count: number;
	readonly p50: number;
	readonly p95: number;
	readonly p99: number;
	readonly most: number;
}

function formatPercentiles({ count, p50, p95, p99, most }: Percentiles): string {
	const ms = (value: number) => `${formatCount(Math.round(value))} ms`;
	return `${formatCount(count)}: median ${ms(p50)}, 95% within ${ms(p95)}, 99% within ${ms(p99)}, longest ${ms(most)}`;
}

/** The report of `darkroom load`; one line each. */
const load = {
	title: (files: number, size: number, server: string) =>
		`${formatFiles(files)} of ${formatBytes(size)} to ${server}`,
	stored: (files: number, bytes: number, seconds: number) => `stored    ${formatPace(files, bytes, seconds)}`,
	read: (files: number, bytes: number, seconds: number) => `read      ${formatPace(files, bytes, seconds)}`,
	requests: (durations: Percentiles) => `requests  ${formatPercentiles(durations)}`,
	waits: (durations: Percentiles) => `waits     ${formatPercentiles(durations)}, from stored to read`,
	memory: (bytes: number) => `memory    ${formatBytes(bytes)}, the most that this program used`,
	failed: (count: number) => `failed    ${formatCount(count)}`,
};

const help = `Uploads files and folders to Darkroom, and writes what was found in them.

  npx darkroom ./photos                        upload, with a progress bar
  npx darkroom ./photos --out facts.csv        also write the facts to a file
  npx darkroom ./photos --format jsonl | jq .  or to a pipe
  npx darkroom ./photos --resume               continue an interrupted run
  npx darkroom load --files 10000 --size 50k   generate photos and measure

Sending
      --to <url>         the server (default: DARKROOM_URL or http://localhost:8787)
      --batch <name>     the batch to add the files to (default: a new one)
      --include <glob>   only these files in folders, such as "*.jpg" or "**/raw/*"
      --exclude <glob>   not these files in folders; both may be repeated
      --hidden           also send names that begin with a dot
      --parallel <n>     the most requests at once
      --limit <amount>   the most bytes per second, such as 800k or 2M
      --resume           continue the last run of the same files to the same server
      --forget           delete the session and everything in it at the end
  -q, --quiet            print only problems

Facts
      --format <format>  json, jsonl, csv or none (default: by the name of --out;
                         json into a pipe)
      --columns <names>  the columns of csv, such as path,takenAt,camera,latitude
  -o, --out <file>       write to a file instead of stdout

Load
      --files <n>        how many photos (default: 1000)
      --size <amount>    bytes of each (default: 50k)
      --seed <n>         generate other photos (default: 1)
      --keep             keep the session on the server
      --json             print the numbers as JSON

  -h, --help             show this help
  -V, --version          show the version

DARKROOM_TOKEN names the session to use, as <id>.<token>; by default a new one is
opened. The exit code is 0 if all files are stored and read, 1 if some failed,
2 if the command line is wrong, 3 if the server refuses or does not answer, and
130 after Ctrl+C.
`;

/** English. */
export const en = { help, usage, unreadable, failed, progress, run, load };
