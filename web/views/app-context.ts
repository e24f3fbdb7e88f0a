import type { ReadonlySignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ConnectionStatistics } from "../../src/protocol/stream/statistics.ts";
import type { Questions } from "../models/commands/confirmations.ts";
import type { FileCommands } from "../models/commands/file-commands.ts";
import type { DocumentText } from "../models/details/document-text.ts";
import type { Selection } from "../models/details/selection.ts";
import type { ReadChunks } from "../models/details/transcript.ts";
import type { Notices } from "../models/notices.ts";
import type { Intake } from "../models/sending/drop-intake.ts";
import type { Sending } from "../models/sending/sender-proxy.ts";
import type { Connection } from "../models/session/connection.ts";
import type { SessionModel } from "../models/session/session-model.ts";
import type { Settings } from "../models/settings.ts";

/** Everything that views are given: models, and the few verbs that reach further. */
export interface App {
	readonly session: SessionModel;
	readonly connection: Connection;
	readonly selection: Selection;
	readonly commands: FileCommands;
	readonly notices: Notices;
	readonly questions: Questions;
	readonly sending: Sending;
	readonly settings: Settings;
	readonly intake: Intake;
	/** Opens the search: with these words or as it was left, and in the batch of this key or where it was. */
	openSearch(words?: string, within?: string): void;
	/** Opens the history of uploads. */
	openHistory(): void;
	/** Opens the field for links, with this text in it. */
	openLinks(text?: string): void;
	/** What a screen reader is told about the whole. */
	readonly spoken: ReadonlySignal<string>;
	/** Reads a page of a file's text. */
	readonly readChunks: ReadChunks;
	/** The text of a document, to be looked at. */
	openText(n: number): Promise<DocumentText>;
	forget(): void;
	/** How the streams of this session were opened so far; `undefined` when the server does not tell. */
	readStatistics(): Promise<ConnectionStatistics | undefined>;
	/** Opens the links to look at a batch. */
	share(key: string, name: string): void;
	/** Gives a person a text as a file. */
	saveText(name: string, text: string, type: string): void;
}

const AppContext = createContext<App | undefined>(undefined);

export const AppProvider = AppContext.Provider;

/** The app of this page. */
export function useApp(): App {
	const app = useContext(AppContext);
	if (app === undefined) throw new Error("A view stands outside of AppProvider.");
	return app;
}
