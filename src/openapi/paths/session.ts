import { commandReply, fileListReply, sessionInfo, sessionOpened } from "../../protocol/http/reply.ts";
import { ticketReply, tokenReply } from "../../protocol/http/share.ts";
import { MAX_LISTED_FILES } from "../../protocol/limits.ts";
import { connectionReport, connectionStatistics } from "../../protocol/stream/statistics.ts";
import { COMMAND_HEADERS, type Resource } from "../operation.ts";

export const sessionPaths: Resource = {
	name: "Session",
	description: "Everything that one credential owns.",
	operations: [
		{
			method: "post",
			path: "/api/session",
			id: "openSession",
			summary: "Open a session",
			description:
				"The token is returned only here. Programs send it as `Authorization: Bearer <id>.<token>`; browsers have it in the cookie.",
			access: "anybody",
			responses: {
				201: {
					description: "The session is open.",
					headers: { "Set-Cookie": "The credential, for browsers." },
					content: [{ json: sessionOpened }],
				},
			},
			problems: ["forbidden", "rate-limited"],
		},
		{
			method: "put",
			path: "/api/session",
			id: "enterSession",
			summary: "Enter the session that the cookie names, or a new one",
			description:
				"A browser's first request, whether it has a cookie or not. A cookie whose session has ended is replaced.",
			access: "anybody",
			responses: {
				200: { description: "The session of the cookie.", content: [{ json: sessionInfo }] },
				201: {
					description: "A new session is open.",
					headers: { "Set-Cookie": "The credential." },
					content: [{ json: sessionInfo }],
				},
			},
			problems: ["forbidden", "unauthorized", "rate-limited"],
		},
		{
			method: "get",
			path: "/api/session",
			id: "readSession",
			summary: "Read totals, expiry, and what the session has cost so far",
			access: "session",
			responses: { 200: { description: "The session.", content: [{ json: sessionInfo }] } },
		},
		{
			method: "delete",
			path: "/api/session",
			id: "forgetSession",
			summary: "Delete the session: every object and every row; its sockets are closed",
			access: "session",
			responses: {
				204: { description: "Everything is deleted.", headers: { "Set-Cookie": "Clears the cookie." } },
			},
		},
		{
			method: "get",
			path: "/api/session/files",
			id: "listFiles",
			summary: "List records of files by their numbers",
			description: `At most ${MAX_LISTED_FILES} in one answer; \`next\` is the number to continue from.`,
			access: "session",
			query: {
				from: {
					description: "The first number; 1 when absent.",
					schema: { type: "integer", minimum: 1 },
				},
				to: {
					description: "The last number; the last of the session when absent.",
					schema: { type: "integer", minimum: 1 },
				},
				batch: { description: "Only files of the batch with this key.", schema: { type: "string" } },
			},
			responses: { 200: { description: "The files in that range.", content: [{ json: fileListReply }] } },
			problems: ["malformed", "not-found"],
		},
		{
			method: "get",
			path: "/api/session/statistics",
			id: "readStatistics",
			summary: "Read how the streams of the session were opened",
			access: "session",
			responses: { 200: { description: "The counts.", content: [{ json: connectionStatistics }] } },
		},
		{
			method: "post",
			path: "/api/session/statistics",
			id: "tellStatistics",
			summary: "Report what only a client knows: failures, fallbacks, time to the first frame",
			access: "session",
			body: [{ json: connectionReport, example: { failed: 1, fellBack: 1, firstFrameMs: 42 } }],
			responses: { 204: { description: "Counted." } },
			problems: ["malformed"],
		},
		{
			method: "post",
			path: "/api/session/tickets",
			id: "openTicket",
			summary:
				"Issue a ticket, which opens one socket within half a minute: for pages of other sites and of shares",
			access: "session",
			responses: {
				201: { description: "The subprotocols to open the socket with.", content: [{ json: ticketReply }] },
			},
			problems: ["rate-limited"],
		},
		{
			method: "post",
			path: "/api/session/token",
			id: "changeToken",
			summary: "Replace the token, and close the sockets of the old one",
			access: "session",
			responses: {
				201: { description: "The new token.", content: [{ json: tokenReply }] },
			},
		},
		{
			method: "post",
			path: "/api/session/:verb",
			id: "commandSession",
			summary: "Pause, resume, retry or cancel every file",
			access: "session",
			headers: COMMAND_HEADERS,
			responses: { 200: { description: "How many files changed.", content: [{ json: commandReply }] } },
			problems: ["malformed", "not-found"],
		},
	],
};
