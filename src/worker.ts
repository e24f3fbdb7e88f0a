import { Hono } from "hono";
import { uploadDocumentRoutes } from "./dialects/documents/routes.ts";
import { imageBatchRoutes, socketIoRoutes } from "./dialects/image-batch/routes.ts";
import { imagesMvpRoutes } from "./dialects/images-mvp/routes.ts";
import { processingRoutes } from "./dialects/videos/routes.ts";
import { wsRoutes } from "./dialects/ws-routes.ts";
import { problem } from "./protocol/problem.ts";
import type { RouteEnv } from "./routes/auth/caller.ts";
import { batchRoutes } from "./routes/batches.ts";
import { corsForAllowedOrigins } from "./routes/cors.ts";
import { eventRoutes } from "./routes/events.ts";
import { fileRoutes } from "./routes/files/files.ts";
import { sessionVerbRoutes } from "./routes/files/verbs.ts";
import { drainRefused } from "./routes/http/drain-refused.ts";
import { problemOfError, problemResponse } from "./routes/http/problem-response.ts";
import { linkRoutes } from "./routes/links.ts";
import { monitoringRoutes } from "./routes/monitoring.ts";
import { searchRoutes } from "./routes/search.ts";
import { sessionRoutes } from "./routes/sessions.ts";
import { shareRoutes, tokenRoutes } from "./routes/shares.ts";
import { statisticsRoutes } from "./routes/statistics.ts";
import { tusHeaders, uploadRoutes } from "./routes/tus/routes.ts";

export { SessionActor } from "./session-actor.ts";

const app = new Hono<RouteEnv>();

app.use("/api/uploads/*", tusHeaders);
app.use("/api/*", corsForAllowedOrigins, drainRefused);

// The caller's session.
app.route("/api/session", sessionRoutes);
// Its stream of frames, on three transports.
app.route("/api/session/events", eventRoutes);
app.route("/api/session/search", searchRoutes);
app.route("/api/session/statistics", statisticsRoutes);
app.route("/api/session", tokenRoutes);
app.route("/api/session", sessionVerbRoutes);
// Batches: one drop, or one upload call.
app.route("/api/batches", shareRoutes);
app.route("/api/batches", linkRoutes);
app.route("/api/batches", batchRoutes);
// Single files.
app.route("/api/files", fileRoutes);
// Resumable uploads: tus 1.0.0.
app.route("/api/uploads", uploadRoutes);

// Dialects: the wire contracts of the seeds.
app.route("/api/images_mvp", imagesMvpRoutes);
app.route("/api/image_batch", imageBatchRoutes);
app.route("/", socketIoRoutes);
app.route("/api/processing", processingRoutes);
app.route("/upload", uploadDocumentRoutes);
app.route("/ws", wsRoutes);

app.route("/", monitoringRoutes);

app.notFound(({ req }) =>
	problemResponse(
		problem("not-found", `There is no endpoint ${req.method} ${req.path}. Check the address and the method.`),
	),
);
app.onError((error) => {
	console.error(error);
	return problemResponse(problemOfError(error));
});

export default app;
