import { health, version } from "../../protocol/http/reply.ts";
import type { Resource } from "../operation.ts";

export const machinePaths: Resource = {
	name: "Machines",
	description: "For those who run it.",
	operations: [
		{
			method: "get",
			path: "/healthz",
			id: "readHealth",
			summary: "Whether the Worker runs",
			access: "anybody",
			answers: { 200: { description: "It does.", content: [{ json: health }] } },
		},
		{
			method: "get",
			path: "/readyz",
			id: "readReadiness",
			summary: "Whether storage answers",
			access: "anybody",
			answers: { 200: { description: "It does.", content: [{ json: health }] } },
			problems: ["unavailable"],
		},
		{
			method: "get",
			path: "/metrics",
			id: "readMetrics",
			summary: "The same and the version, in the text format of Prometheus",
			access: "anybody",
			answers: { 200: { description: "The metrics.", content: [{ type: "text/plain" }] } },
		},
		{
			method: "get",
			path: "/api/version",
			id: "readVersion",
			summary: "Which version runs",
			access: "anybody",
			answers: { 200: { description: "The version.", content: [{ json: version }] } },
		},
	],
};
