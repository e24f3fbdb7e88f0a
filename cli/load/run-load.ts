import { createRetry } from "../../client/http.ts";
import { createFetchSend, newBatchKey, type SendBody, type UploadSource } from "../../client/sending.ts";
import type { LoadCommand } from "../arguments.ts";
import type { Environment } from "../environment.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { failureText } from "../printable.ts";
import { createMeter, createPaint } from "../progress/meter.ts";
import { formatCredential } from "../session/credential.ts";
import { connect, openSession } from "../session/open-session.ts";
import { UploadRun } from "../upload/upload-run.ts";
import { words } from "../words/words.ts";
import { latenciesOf } from "./latencies.ts";
import { type LoadReport, reportText } from "./load-report.ts";
import { Stopwatch } from "./stopwatch.ts";
import { tinyPhoto } from "./tiny-photo.ts";

/** Photos that exist only while they are sent: ten thousand of them would not fit into memory. */
function* photos({ files, size, seed }: LoadCommand): Generator<UploadSource> {
	for (let index = 1; index <= files; index++) {
		const name = `load-${seed}-${String(index).padStart(5, "0")}.jpg`;
		yield { name, size, type: "image/jpeg", blob: () => new Blob([tinyPhoto(seed, index, size)]) };
	}
}

/** Calls `took` with the milliseconds of each successful request that carries bytes. */
function measuredSend(send: SendBody, now: () => number, took: (ms: number) => void): SendBody {
	return async (request) => {
		const began = now();
		const answer = await send(request);
		if (answer.ok && request.body !== null) took(now() - began);
		return answer;
	};
}

/** Runs `darkroom load`: generates photos, uploads them as fast as possible, and reports how fast that was. */
export async function runLoad(command: LoadCommand, environment: Environment): Promise<ExitCode> {
	const { server, files, size, seed, limit, parallel, keep, json, quiet } = command;
	const { clock, screen, env, stdout, signal } = environment;
	const meter = createMeter(screen, { quiet, paint: createPaint(screen, env) });
	const retry = createRetry(clock);
	const opened = await openSession(server, retry);
	if (!opened.ok) {
		meter.print(failureText(server, opened.problem));
		return EXIT.refused;
	}
	const credential = formatCredential(opened.value.credential);
	const api = connect(server, opened.value.credential);
	const stopwatch = new Stopwatch();
	const run = new UploadRun({
		...{ server, credential, api, clock, limit, parallel },
		batch: command.batch ?? newBatchKey(clock),
		send: measuredSend(
			createFetchSend(fetch, clock),
			() => performance.now(),
			(ms) => stopwatch.requests.push(ms),
		),
		changed: (record) => stopwatch.changed(record, clock.now()),
	});
	signal.addEventListener("abort", () => run.stop());
	const began = clock.now();
	const running = run.run(Array.from(photos(command), (source) => ({ source })));
	meter.watch(() => run.progress());
	const end = await running;
	const read = clock.now() - began;
	meter.end();
	if (!keep)
		await retry(
			() => api.deleteSession(),
			() => !signal.aborted,
		);
	if (end.how === "stopped") return EXIT.interrupted;
	if (end.how !== "settled") {
		meter.print(end.how === "refused" ? failureText(server, end.failure) : words.run.sessionEnded);
		return EXIT.refused;
	}
	const { failed } = run.progress();
	const report: LoadReport = {
		...{ server, files, size, seed, failed, read },
		stored: stopwatch.lastStored - began,
		requests: latenciesOf(stopwatch.requests),
		waits: latenciesOf(stopwatch.waits),
		memory: process.resourceUsage().maxRSS * 1024,
	};
	stdout.write(json ? `${JSON.stringify(report, null, "\t")}\n` : reportText(report));
	return failed === 0 ? EXIT.done : EXIT.someFailed;
}
