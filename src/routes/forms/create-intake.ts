import { forgetAdmission } from "../auth/admit.ts";
import type { Caller } from "../auth/caller.ts";
import { FileIntake } from "./file-intake.ts";

/** An intake for the files of one request. A session that refuses the caller is asked again at its next request. */
export function createIntake(caller: Caller): FileIntake {
	return new FileIntake(caller, () => forgetAdmission(caller));
}
