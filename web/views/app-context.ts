import type { ReadonlySignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ConnectionStatistics } from "../../src/protocol/stream/statistics.ts";
import type { Confirmations } from "../models/commands/confirmations.ts";
import type { FileCommands } from "../models/commands/file-commands.ts";
import type { DocumentText } from "../models/details/document-text.ts";
import type { Selection } from "../models/details/selection.ts";
import type { ReadChunks } from "../models/details/transcript.ts";
import type { Notices } from "../models/notices.ts";
import type { DropIntake } from "../models/sending/drop-intake.ts";
import type { SenderProxy } from "../models/sending/sender-proxy.ts";
import type { Connection } from "../models/session/connection.ts";
import type { SessionModel } from "../models/session/session-model.ts";
import type { Settings } from "../models/settings.ts";

/** Everything that the owner's views use: models, and functions to open dialogs. */
export interface App {
	readonly session: SessionModel;
	readonly connection: Connection;
	readonly selection: Selection;
	readonly commands: FileCommands;
	readonly notices: Notices;
	readonly confirmations: Confirmations;
	readonly sending: SenderProxy;
	readonly settings: Settings;
	readonly intake: DropIntake;
	/** Opens the search. `words` and the batch key `within` replace the last ones if given. */
	openSearch(words?: string, within?: string): void;
	openHistory(): void;
	/** Opens the dialog to add links, with `text` in its field. */
	openLinks(text?: string): void;
	/** The sentence that screen readers announce about the overall progress. */
	readonly announcement: ReadonlySignal<string>;
	readonly readChunks: ReadChunks;
	openText(n: number): Promise<DocumentText>;
	deleteEverything(): void;
	/** Statistics of this session's streams; `undefined` if the server did not answer. */
	readStatistics(): Promise<ConnectionStatistics | undefined>;
	/** Opens the dialog with the share links of a batch. */
	openSharing(key: string, name: string): void;
	/** Downloads a text as a file. */
	saveText(name: string, text: string, type: string): void;
}

const AppContext = createContext<App | undefined>(undefined);

export const AppProvider = AppContext.Provider;

/** The app that AppProvider provides. */
export function useApp(): App {
	const app = useContext(AppContext);
	if (app === undefined) throw new Error("useApp() was called outside of AppProvider.");
	return app;
}
