import { createPersevere } from "../../client/http/retry.ts";
import { newBatchKey } from "../../client/sending/batch-key.ts";
import { createFetchSend } from "../../client/sending/requests/send-by-fetch.ts";
import type { UploadSource } from "../../client/sending/upload-source.ts";
import type { LoadCommand } from "../arguments.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { createMeter } from "../progress/meter.ts";
import { createPaint } from "../progress/paint.ts";
import { failureText } from "../sentences.ts";
import { connect } from "../session/connect.ts";
import { bearer } from "../session/credential.ts";
import { openSession } from "../session/open-session.ts";
import { UploadRun } from "../upload/upload-run.ts";
import type { World } from "../world.ts";
import { latenciesOf } from "./latencies.ts";
import { type LoadReport, reportText } from "./load-report.ts";
import { measuredSend } from "./measured-send.ts";
import { Stopwatch } from "./stopwatch.ts";
import { tinyPhoto } from "./tiny-photo.ts";

/** Photos that exist only while they are sent: ten thousand of them would not fit into memory. */
function* photos({ files, size, seed }: LoadCommand): Generator<UploadSource> {
	for (let index = 1; index <= files; index++) {
		const name = `load-${seed}-${String(index).padStart(5, "0")}.jpg`;
		yield { name, size, type: "image/jpeg", blob: () => new Blob([tinyPhoto(seed, index, size)]) };
	}
}

/** Makes photos, sends them as fast as they go, and tells how fast that was. */
export async function runLoad(command: LoadCommand, world: World): Promise<ExitCode> {
	const { server, files, size, seed, limit, parallel, keep, json, quiet } = command;
	const { clock, screen, env, stdout, signal } = world;
	const meter = createMeter(screen, { quiet, paint: createPaint(screen, env) });
	const persevere = createPersevere(clock);
	const opened = await openSession(server, persevere);
	if (!opened.ok) {
		meter.say(failureText(server, opened.problem));
		return EXIT.refused;
	}
	const credential = bearer(opened.value.credential);
	const api = connect(server, opened.value.credential);
	const watch = new Stopwatch();
	const send = createFetchSend(fetch, clock);
	const run = new UploadRun({
		...{ server, credential, api, clock, limit, parallel },
		batch: command.batch ?? newBatchKey(clock),
		send: measuredSend(
			send,
			() => performance.now(),
			(ms) => watch.requests.push(ms),
		),
		changed: (record) => watch.changed(record, clock.now()),
	});
	signal.addEventListener("abort", () => run.stop());
	const began = clock.now();
	const running = run.run(Array.from(photos(command), (source) => ({ source })));
	meter.watch(() => run.progress());
	const ending = await running;
	const read = clock.now() - began;
	meter.end();
	if (!keep)
		await persevere(
			() => api.forgetSession(),
			() => !signal.aborted,
		);
	if (ending.how === "stopped") return EXIT.interrupted;
	if (ending.how !== "settled") {
		meter.say(ending.how === "refused" ? failureText(server, ending.failure) : "The session is gone.");
		return EXIT.refused;
	}
	const { failed } = run.progress();
	const report: LoadReport = {
		...{ server, files, size, seed, failed, read },
		stored: watch.lastStored - began,
		requests: latenciesOf(watch.requests),
		waits: latenciesOf(watch.waits),
		memory: process.resourceUsage().maxRSS * 1024,
	};
	stdout.write(json ? `${JSON.stringify(report, null, "\t")}\n` : reportText(report));
	return failed === 0 ? EXIT.done : EXIT.someFailed;
}
