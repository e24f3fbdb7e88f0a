import { type Problem, problem } from "../../protocol/problem.ts";

/** Names the caller, for clients that do not know their own id. */
const ME = "me";

/** Whether a `user_id` is the caller. A user is a session; its id is no secret, so it grants nothing by itself. */
export function isOwnUser(user: string, caller: string | undefined): boolean {
	return user === ME || user === caller;
}

/** The refusal of a request for another user's data. */
export const OTHER_USER: Problem = problem(
	"forbidden",
	'A user_id is the id of your own session, or "me". There is no way to another user\'s.',
);
