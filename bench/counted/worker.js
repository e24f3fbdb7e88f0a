import worker, { SessionActor as Session } from "../../src/worker.ts";

/** Darkroom as it deploys, whose actor says in the log each time that it is built: when it was made, and at each wake. */
export class SessionActor extends Session {
	constructor(ctx, env) {
		super(ctx, env);
		console.log("actor constructed");
	}
}

export default worker;
