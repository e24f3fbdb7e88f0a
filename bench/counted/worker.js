import worker, { SessionActor as Session } from "../../src/worker.ts";

/** Darkroom as it deploys, except that its actor logs every construction: the first and every wake. */
export class SessionActor extends Session {
	constructor(ctx, env) {
		super(ctx, env);
		console.log("actor constructed");
	}
}

export default worker;
