import { type Problem, problem } from "../../protocol/problem.ts";

/** Who asks, without having to know the own id. */
const ME = "me";

/** Whether a `user_id` is the caller: a user is a session, and its id is no secret, so it opens nothing by itself. */
export function isOwnUser(user: string, caller: string | undefined): boolean {
	return user === ME || user === caller;
}

/** Said to who asks for another user's. */
export const NOT_YOURS: Problem = problem(
	"forbidden",
	'A user_id is the id of your own session, or "me". There is no way to another user\'s.',
);
