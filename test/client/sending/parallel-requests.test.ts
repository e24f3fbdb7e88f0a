import { expect, it } from "vitest";
import { PARALLEL, requestsAtOnce } from "../../../client/sending/parallel-requests.ts";

it("leaves connections to the stream where a browser opens six, and none is wasted where all share one", () => {
	expect(PARALLEL).toBeLessThanOrEqual(4);
	for (const protocol of ["http/1.1", "", "unknown"]) expect(requestsAtOnce(protocol)).toBe(PARALLEL);
	for (const protocol of ["h2", "h3"]) expect(requestsAtOnce(protocol)).toBeGreaterThan(PARALLEL);
});
