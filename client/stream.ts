/**
 * Following a session live. This file is the part's public interface: other code imports from it and not from `client/stream/`.
 */
export { EventStream, type StreamState } from "./stream/event-stream.ts";
export { PollLoop } from "./stream/poll-loop.ts";
export type { EventSourceLike } from "./stream/server-sent-events.ts";
export { ABNORMAL_CLOSURE, type SocketLike } from "./stream/stream-socket.ts";
export { openTicketSocket } from "./stream/ticket-socket.ts";
export { detectWake } from "./stream/wake-detector.ts";
