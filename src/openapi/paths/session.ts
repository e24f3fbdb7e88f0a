import { commandReply, fileList, sessionInfo, sessionOpened } from "../../protocol/http/reply.ts";
import { ticketReply, tokenReply } from "../../protocol/http/share.ts";
import { MAX_LISTED_FILES } from "../../protocol/limits.ts";
import { connectionReport, connectionStatistics } from "../../protocol/stream/statistics.ts";
import type { Resource } from "../operation.ts";
import { COMMAND_HEADERS } from "./commands.ts";

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
				"The token is told this once. Programs send it as `Authorization: Bearer <id>.<token>`; browsers have it in the cookie.",
			access: "anybody",
			answers: {
				201: {
					description: "It is open.",
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
				"What a browser asks first, whether it has a cookie or not. A cookie that has outlived its session gives way to a new one.",
			access: "anybody",
			answers: {
				200: { description: "The session of the cookie.", content: [{ json: sessionInfo }] },
				201: {
					description: "A new one is open.",
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
			summary: "Totals, expiry, and what the session has cost so far",
			access: "session",
			answers: { 200: { description: "The session.", content: [{ json: sessionInfo }] } },
		},
		{
			method: "delete",
			path: "/api/session",
			id: "forgetSession",
			summary: "Remove every object and every row, and close the sockets",
			access: "session",
			answers: { 204: { description: "Nothing is left.", headers: { "Set-Cookie": "Ends the cookie." } } },
		},
		{
			method: "get",
			path: "/api/session/files",
			id: "listFiles",
			summary: "Records of files by their numbers",
			description: `At most ${MAX_LISTED_FILES} in one answer; \`next\` tells where to go on.`,
			access: "session",
			query: {
				from: {
					description: "The first number wanted; 1 when absent.",
					schema: { type: "integer", minimum: 1 },
				},
				to: {
					description: "The last number wanted; the last of the session when absent.",
					schema: { type: "integer", minimum: 1 },
				},
				batch: { description: "Only files of the batch of this key.", schema: { type: "string" } },
			},
			answers: { 200: { description: "Those that are there.", content: [{ json: fileList }] } },
			problems: ["malformed", "not-found"],
		},
		{
			method: "get",
			path: "/api/session/statistics",
			id: "readStatistics",
			summary: "How the streams of the session were opened",
			access: "session",
			answers: { 200: { description: "The counts.", content: [{ json: connectionStatistics }] } },
		},
		{
			method: "post",
			path: "/api/session/statistics",
			id: "tellStatistics",
			summary: "Add what only a client knows: failures, fallbacks, time to the first frame",
			access: "session",
			body: [{ json: connectionReport, example: { failed: 1, fellBack: 1, firstFrameMs: 42 } }],
			answers: { 204: { description: "It was counted." } },
			problems: ["malformed"],
		},
		{
			method: "post",
			path: "/api/session/tickets",
			id: "openTicket",
			summary: "A right to open one socket within half a minute, for pages of other sites and of shares",
			access: "session",
			answers: {
				201: { description: "What to name as subprotocols of the socket.", content: [{ json: ticketReply }] },
			},
			problems: ["rate-limited"],
		},
		{
			method: "post",
			path: "/api/session/token",
			id: "changeToken",
			summary: "Another token in place of the present one, whose sockets are closed",
			access: "session",
			answers: {
				201: { description: "The token that counts from now on.", content: [{ json: tokenReply }] },
			},
		},
		{
			method: "post",
			path: "/api/session/:verb",
			id: "commandSession",
			summary: "Pause, resume, retry or cancel every file",
			access: "session",
			headers: COMMAND_HEADERS,
			answers: { 200: { description: "How many files changed.", content: [{ json: commandReply }] } },
			problems: ["malformed", "not-found"],
		},
	],
};
