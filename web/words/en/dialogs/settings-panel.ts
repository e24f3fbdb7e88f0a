import { formatByteRate } from "../format.ts";

/** The settings of this device, and how its connection has been. */
export const settingsPanelWords = {
	history: "Upload history",
	speed: "Upload speed",
	noLimit: "No limit",
	atMost: (bytesPerSecond: number) => `At most ${formatByteRate(bytesPerSecond)}`,
	speedHint: "A limit leaves bandwidth for everything else. It applies to each tab separately.",
	keepAwake: "Keep the screen on while uploading",
	keepAwakeHint: "A phone stops uploading when its screen turns off.",
	connection: "Connection",
	noStatistics: "Connection statistics are not available right now.",
	socketsOpened: "WebSockets opened",
	eventStreamsOpened: "Event streams opened",
	pollsStarted: "Polls started",
	resumedMissed: "Reconnected (missed changes only)",
	resumedAll: "Reconnected (full refresh)",
	resumedNothing: "Reconnected (nothing missed)",
	lost: "Connections lost",
	fellBack: "Switched to polling",
	firstData: "Average time to first data",
};
