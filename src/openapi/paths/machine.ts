import { health, version } from "../../protocol/http/reply.ts";
import type { Resource } from "../operation.ts";

export const machinePaths: Resource = {
	name: "Machines",
	description: "For operators.",
	operations: [
		{
			method: "get",
			path: "/healthz",
			id: "readHealth",
			summary: "Check that the Worker runs",
			access: "anybody",
			responses: { 200: { description: "It runs.", content: [{ json: health }] } },
		},
		{
			method: "get",
			path: "/readyz",
			id: "readReadiness",
			summary: "Check that storage answers",
			access: "anybody",
			responses: { 200: { description: "It answers.", content: [{ json: health }] } },
			problems: ["unavailable"],
		},
		{
			method: "get",
			path: "/metrics",
			id: "readMetrics",
			summary: "Both checks and the version, in the text format of Prometheus",
			access: "anybody",
			responses: { 200: { description: "The metrics.", content: [{ type: "text/plain" }] } },
		},
		{
			method: "get",
			path: "/api/version",
			id: "readVersion",
			summary: "Read the version that runs",
			access: "anybody",
			responses: { 200: { description: "The version.", content: [{ json: version }] } },
		},
	],
};
