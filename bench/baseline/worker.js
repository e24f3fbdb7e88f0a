import { DurableObject } from "cloudflare:workers";
import { formBoundary, receiveForm } from "../../src/routes/forms/receive-form.ts";

/**
 * The bare Worker: the minimum work of any upload service. Each file is one `R2.put`, each request one call of an actor
 * that writes one row. There is no manifest, authentication, queue, extraction or live stream. Forms are parsed by the
 * same function as in Darkroom, with the same number of concurrent puts, so that the difference is what Darkroom adds.
 */

/** As in `src/routes/forms/file-intake.ts`. */
const PARALLEL_PUTS = 6;

export class Notes extends DurableObject {
	constructor(ctx, env) {
		super(ctx, env);
		ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL)");
	}

	note(objects) {
		this.ctx.storage.sql.exec("INSERT INTO notes (body) VALUES (?)", JSON.stringify(objects));
	}
}

function notesOf(env) {
	return env.NOTES.get(env.NOTES.idFromName("all"));
}

async function takeForm(request, env) {
	const objects = [];
	const puts = new Set();
	await receiveForm(request.body, formBoundary(request.headers.get("content-type")), {
		field() {},
		async file({ bytes }) {
			while (puts.size >= PARALLEL_PUTS) await Promise.race(puts);
			const object = crypto.randomUUID();
			objects.push(object);
			const put = env.BUCKET.put(object, bytes).finally(() => puts.delete(put));
			puts.add(put);
		},
	});
	await Promise.all(puts);
	await notesOf(env).note(objects);
	return Response.json({ files: objects.length });
}

async function takeOne(request, env) {
	const object = crypto.randomUUID();
	await env.BUCKET.put(object, request.body);
	await notesOf(env).note([object]);
	return Response.json({ files: 1 }, { status: 201 });
}

export default {
	fetch(request, env) {
		return request.method === "PUT" ? takeOne(request, env) : takeForm(request, env);
	},
};
